import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { decodeTraffic, KeyMemory } from './index.js';

const golden = JSON.parse(readFileSync(new URL('../fixtures/traffic.v1.json', import.meta.url), 'utf8')) as Record<
  string,
  unknown
>;

/** The field that refuses the golden message after a change. */
function refusedField(change: Record<string, unknown>, memory?: KeyMemory): string | null {
  const decoded = decodeTraffic(JSON.stringify({ ...golden, ...change }), memory);
  return decoded.ok ? null : decoded.refusal.field;
}

describe('decodeTraffic refuses, naming the field', () => {
  it.each<[string, Record<string, unknown>]>([
    ['v', { v: 2 }],
    ['host', { host: 'web-3' }],
    ['host', { host: undefined }],
    ['boot', { boot: '' }],
    ['run', { run: 7 }],
    ['run', { run: 'x'.repeat(65) }],
    ['seq', { seq: 0 }],
    ['seq', { seq: 1.5 }],
    ['part', { part: -1 }],
    ['at', { at: '2026-11-21' }],
    ['ms', { ms: 0 }],
    ['ms', { ms: 1e12 }],
    ['keys', { keys: 'host/eth0' }],
    ['keys[1]', { keys: ['host/eth0', null] }],
    ['keys', { keys: ['host/eth0', 'host/eth0'] }],
    ['unread', { unread: {} }],
    ['unread[0]', { unread: ['a\u0000b'] }],
    ['rxBytes', { rxBytes: [1] }],
    ['rxBytes[0]', { rxBytes: [-1, 0] }],
    ['txDropped[1]', { txDropped: [0, 2 ** 53] }],
    ['txErrors', { txErrors: undefined }],
    ['base', { base: [] }],
    ['base.host/eth0', { base: { 'host/eth0': ['1'] } }],
    ['base.host/eth0', { base: { 'host/eth0': Array.from({ length: 9 }, () => '1') } }],
    ['base.host/eth0[0]', { base: { 'host/eth0': [1, '0', '0', '0', '0', '0', '0', '0'] } }],
    ['base.host/eth0[7]', { base: { 'host/eth0': ['0', '0', '0', '0', '0', '0', '0', '9223372036854775808'] } }],
    ['base', { base: { ['k'.repeat(161)]: [] } }],
    ['resets[0]', { resets: ['host/eth9'] }],
  ])('%s in %j', (field, change) => {
    const memory = new KeyMemory();
    expect(refusedField(change)).toBe(field);
    expect(decodeTraffic(JSON.stringify(golden), memory)).toEqual(decodeTraffic(JSON.stringify(golden), memory));
    expect(refusedField(change, memory)).toBe(field);
  });

  it.each(['', '[]', '"text"', 'null', '{', 'v=1'])('the payload %j', (payload) => {
    const decoded = decodeTraffic(payload);
    expect(decoded.ok ? null : decoded.refusal.field).toBe('payload');
  });

  it('bytes that are not UTF-8', () => {
    const decoded = decodeTraffic(new Uint8Array([0x7b, 0xff, 0x7d]));
    expect(decoded.ok ? null : decoded.refusal.reason).toBe('is not JSON');
  });
});

describe('decodeTraffic accepts', () => {
  it('the largest counter that the store can hold', () => {
    const largest = ['9223372036854775807', ...Array.from({ length: 7 }, () => '0')];
    expect(refusedField({ base: { 'host/eth0': largest }, resets: [] })).toBeNull();
  });

  it('a message without base and resets', () => {
    expect(refusedField({ base: undefined, resets: undefined })).toBeNull();
  });

  it('a key that is a property name of every object', () => {
    const payload = JSON.stringify({ ...golden, base: {}, resets: [] }).replace(
      '"base":{}',
      `"base":{"__proto__":${JSON.stringify(Array.from({ length: 8 }, () => '5'))}}`,
    );
    const decoded = decodeTraffic(payload);
    expect(decoded.ok && decoded.value.base.get('__proto__')?.[0]).toBe(5n);
  });
});
