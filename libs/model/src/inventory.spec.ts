import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { decodeEvent, decodeInventory } from './index.js';

type Json = Record<string, unknown>;
const golden = (kind: string): Json =>
  JSON.parse(readFileSync(new URL(`../fixtures/${kind}.v1.json`, import.meta.url), 'utf8')) as Json;

/** The golden inventory with one field of its first interface, container … changed. */
function changed(list: 'interfaces' | 'containers' | 'networks', change: Json): string {
  const inventory = golden('inventory');
  const [first, ...rest] = inventory[list] as Json[];
  return JSON.stringify({ ...inventory, [list]: [{ ...first, ...change }, ...rest] });
}

function refusedField(payload: string): string | null {
  const decoded = decodeInventory(payload);
  return decoded.ok ? null : decoded.refusal.field;
}

describe('decodeInventory refuses, naming the field', () => {
  it.each<[string, string]>([
    ['interfaces[0].class', changed('interfaces', { class: 'wifi' })],
    ['interfaces[0].uplink', changed('interfaces', { uplink: 'yes' })],
    ['interfaces[0].mtu', changed('interfaces', { mtu: -1 })],
    ['interfaces[0].addresses[0]', changed('interfaces', { addresses: [''] })],
    ['interfaces[0].addresses', changed('interfaces', { addresses: Array.from({ length: 1_001 }, () => '::1') })],
    ['containers[0].name', changed('containers', { name: 'x'.repeat(256) })],
    ['containers[0].name', changed('containers', { name: 'cut \ud83d' })],
    ['containers[0].hostNetwork', changed('containers', { hostNetwork: undefined })],
    ['networks[0].driver', changed('networks', { driver: undefined })],
    ['agent', JSON.stringify({ ...golden('inventory'), agent: null })],
    [
      'agent.docker',
      JSON.stringify({ ...golden('inventory'), agent: { ...(golden('inventory')['agent'] as Json), docker: 'on' } }),
    ],
    [
      'os.bootedAt',
      JSON.stringify({ ...golden('inventory'), os: { ...(golden('inventory')['os'] as Json), bootedAt: -1 } }),
    ],
    ['networks[0]', JSON.stringify({ ...golden('inventory'), networks: ['bridge'] })],
  ])('%s', (field, payload) => {
    expect(refusedField(payload)).toBe(field);
  });

  it.each(['interfaces', 'containers', 'networks'])('%s that hold one twice', (list) => {
    const inventory = golden('inventory');
    const entries = inventory[list] as Json[];
    expect(refusedField(JSON.stringify({ ...inventory, [list]: [...entries, entries[0]] }))).toBe(list);
  });

  it.each([
    [0, 'agent.intervalMs'],
    [1, null],
    [20_000, null],
    [20_001, 'agent.intervalMs'],
  ])('an interval of %i ms: %s', (intervalMs, field) => {
    const inventory = golden('inventory');
    expect(refusedField(JSON.stringify({ ...inventory, agent: { ...(inventory['agent'] as Json), intervalMs } }))).toBe(
      field,
    );
  });

  it('takes what nobody can know as null', () => {
    expect(refusedField(changed('containers', { name: null, image: undefined, startedAt: null }))).toBeNull();
  });
});

describe('decodeEvent refuses, naming the field', () => {
  it.each(['kind', 'subject', 'text', 'at'])('%s', (field) => {
    const decoded = decodeEvent(JSON.stringify({ ...golden('event'), [field]: undefined }));
    expect(decoded.ok ? null : decoded.refusal.field).toBe(field);
  });
});
