import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { decodeControl, encodeControl } from './index.js';

const text = readFileSync(new URL('../fixtures/control.v1.json', import.meta.url), 'utf8');
const golden = JSON.parse(text) as { host: string; peers: object[] } & Record<string, unknown>;

describe('a control message', () => {
  it('survives decoding and encoding unchanged', () => {
    const decoded = decodeControl(text);
    expect(decoded.ok && JSON.parse(encodeControl(decoded.value))).toEqual(golden);
  });

  it('may hold one of its parts only', () => {
    const decoded = decodeControl(JSON.stringify({ v: 1, host: golden.host, focus: golden['focus'] }));
    expect(decoded).toMatchObject({ ok: true, value: { peers: null, focus: { intervalMs: 250 } } });
  });

  it.each<[string, object]>([
    ['v', { v: 2 }],
    ['host', { host: 'web-3' }],
    ['focus.forMs', { focus: { forMs: 60_001, intervalMs: 250 } }],
    ['focus.intervalMs', { focus: { forMs: 10_000, intervalMs: 249 } }],
    ['peers', { peers: Array.from({ length: 9 }, () => golden.peers[0]) }],
    ['peers[0].address', { peers: [{ ...golden.peers[0], address: 'metadata.internal' }] }],
    ['peers[0].port', { peers: [{ ...golden.peers[0], port: 0 }] }],
    ['peers[0].host', { peers: [{ ...golden.peers[0], host: '192.0.2.1' }] }],
  ])('is refused by its field %s', (field, change) => {
    const decoded = decodeControl(JSON.stringify({ ...golden, ...change }));
    expect(decoded.ok ? null : decoded.refusal.field).toBe(field);
  });
});
