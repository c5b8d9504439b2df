import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  type Decoded,
  decodeEvent,
  decodeInventory,
  decodeState,
  decodeTraffic,
  encodeEvent,
  encodeInventory,
  encodeState,
  encodeTraffic,
} from './index.js';

const golden = (name: string): string => readFileSync(new URL(`../fixtures/${name}.v1.json`, import.meta.url), 'utf8');

type Fields = Record<string, unknown>;

function accepted<T>(decoded: Decoded<T>): T {
  if (!decoded.ok) throw new Error(`${decoded.refusal.field}: ${decoded.refusal.reason}`);
  return decoded.value;
}

describe('the golden messages', () => {
  it.each([
    ['traffic', (text: string) => encodeTraffic(accepted(decodeTraffic(text)))],
    ['inventory', (text: string) => encodeInventory(accepted(decodeInventory(text)))],
    ['event', (text: string) => encodeEvent(accepted(decodeEvent(text)))],
    ['state', (text: string) => encodeState(accepted(decodeState(text)))],
  ])('%s survives decoding and encoding unchanged', (name, roundTrip) => {
    expect(JSON.parse(roundTrip(golden(name)))).toEqual(JSON.parse(golden(name)));
  });

  it('keeps cumulative counters beyond 2^53 exact', () => {
    const message = accepted(decodeTraffic(golden('traffic')));
    expect(message.base.get('host/eth0')?.[0]).toBe(9_007_199_254_740_993n);
  });

  it.each([
    ['traffic', decodeTraffic, []],
    ['inventory', decodeInventory, ['interfaces.0', 'containers.0', 'networks.0', 'agent', 'os']],
    ['event', decodeEvent, []],
    ['state', decodeState, ['cpu', 'softnet', 'protocols', 'containers', 'latency', 'latency.peers.0']],
  ] as const)('of a newer agent: takes of %s what it knows, and no other field or column', (name, decode, places) => {
    const newer = JSON.parse(golden(name)) as Fields;
    for (const place of ['', ...places]) {
      const fields = place.split('.').reduce((within, step) => (step ? (within[step] as Fields) : within), newer);
      Object.assign(fields, { colour: 'blue', rxMulticast: [1, 2], tunnel: { of: [] } });
    }
    expect(decode(JSON.stringify(newer))).toEqual(decode(golden(name)));
    expect(decode(JSON.stringify(newer)).ok).toBe(true);
  });
});
