import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { decodeState, encodeState, type StateMessage } from './index.js';

type Json = Record<string, unknown>;

const golden = JSON.parse(readFileSync(new URL('../fixtures/state.v1.json', import.meta.url), 'utf8')) as Json;

/** The golden message with fields of one group changed. */
const within = (group: string, change: Json): Json => ({ [group]: { ...(golden[group] as Json), ...change } });

const peer = (change: Json): Json =>
  within('latency', { peers: [{ host: golden['host'], ms: 1, outcome: 'accepted', ...change }] });

function refusedField(change: Json): string | null {
  const decoded = decodeState(JSON.stringify({ ...golden, ...change }));
  return decoded.ok ? null : decoded.refusal.field;
}

function accepted(change: Json): StateMessage {
  const decoded = decodeState(JSON.stringify({ ...golden, ...change }));
  if (!decoded.ok) throw new Error(`${decoded.refusal.field}: ${decoded.refusal.reason}`);
  return decoded.value;
}

const GROUPS = [
  'cpu',
  'memory',
  'load',
  'softnet',
  'conntrack',
  'sockets',
  'protocols',
  'containers',
  'latency',
] as const;

describe('decodeState refuses, naming the field', () => {
  it.each<[string, Json]>([
    ['v', { v: 2 }],
    ['host', { host: 'web-3' }],
    ['seq', { seq: 0 }],
    ['part', { part: undefined }],
    ['ms', { ms: 0 }],
    ['cpu', { cpu: [] }],
    ['cpu.cores', within('cpu', { cores: 0 })],
    ['cpu.softirqMs', within('cpu', { softirqMs: undefined })],
    ['cpu.idleMs', within('cpu', { idleMs: -10 })],
    ['memory.availableBytes', within('memory', { availableBytes: null })],
    ['load', { load: [1, 2] }],
    ['load', { load: [1, 2, 3, 4] }],
    ['load[1]', { load: [1, '2', 3] }],
    ['load[0]', { load: [-1, 2, 3] }],
    ['softnet.squeezed', within('softnet', { squeezed: 0.5 })],
    ['conntrack.used', within('conntrack', { used: undefined })],
    ['conntrack.max', within('conntrack', { max: -1 })],
    ['sockets.tcpInUse', within('sockets', { tcpInUse: null })],
    ['protocols.keys', within('protocols', { keys: ['host', 'host'] })],
    ['protocols.unread', within('protocols', { unread: undefined })],
    ['protocols.tcpInSegments', within('protocols', { tcpInSegments: [1] })],
    ['protocols.tcpInSegments[1]', within('protocols', { tcpInSegments: [1, -1] })],
    ['containers.ids[0]', within('containers', { ids: ['shop-web-1'] })],
    ['containers.cpuMs', within('containers', { cpuMs: [] })],
    ['containers.memoryBytes[0]', within('containers', { memoryBytes: ['1', 2] })],
    ['containers.memoryLimitBytes', within('containers', { memoryLimitBytes: undefined })],
    ['latency.natsMs', within('latency', { natsMs: -1 })],
    ['latency.peers[0].host', peer({ host: '192.0.2.1' })],
    ['latency.peers[0].outcome', peer({ outcome: 'slow' })],
    ['latency.peers[0].ms', peer({ outcome: 'filtered' })],
    ['latency.peers[0].ms', peer({ ms: null })],
    ['failing[0]', { failing: [''] }],
    ['failing', { failing: undefined }],
  ])('%s in %j', (field, change) => {
    expect(refusedField(change)).toBe(field);
  });

  it('a latency beyond all numbers', () => {
    const payload = JSON.stringify(golden).replace('"natsMs":0.42', '"natsMs":1e999');
    const decoded = decodeState(payload);
    expect(decoded.ok ? null : decoded.refusal.field).toBe('latency.natsMs');
  });
});

describe('a group', () => {
  it.each(GROUPS)('%s may be null, and missing is the same', (group) => {
    expect(accepted({ [group]: null })[group]).toBeNull();
    expect(accepted({ [group]: undefined })[group]).toBeNull();
  });

  it('that is null stays null through encoding', () => {
    const off = Object.fromEntries(GROUPS.map((group) => [group, null]));
    const decoded = decodeState(encodeState(accepted(off)));
    expect(decoded.ok && GROUPS.every((group) => decoded.value[group] === null)).toBe(true);
  });
});

describe('a protocol counter', () => {
  it('that the sender does not know is null for every key', () => {
    expect(accepted({}).protocols?.columns.icmp6InMessages).toEqual([null, null]);
  });

  it('that no key has is left out of the message', () => {
    const protocols = { ...(golden['protocols'] as Json), tcpTimeouts: [null, null] };
    expect(encodeState(accepted({ protocols }))).not.toContain('tcpTimeouts');
  });
});
