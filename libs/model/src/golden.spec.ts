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

  it('ignores fields that it does not know', () => {
    const text = JSON.stringify({ ...JSON.parse(golden('event')), colour: 'blue' });
    expect(accepted(decodeEvent(text))).not.toHaveProperty('colour');
  });
});
