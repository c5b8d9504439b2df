import { describe, expect, it } from '@jest/globals';
import { decodeTraffic, MAX_PAYLOAD_BYTES, type TrafficMessage } from '@weir/model';
import type { Sample } from '../delta/sample.js';
import { trafficMessages } from './messages.js';

const identity = { host: '6a1c3a52-2b4e-4c8e-9f57-0d0c8a4a8c11', boot: 'boot', run: 'run' };

function sample(fields: Partial<Sample> = {}): Sample {
  return { at: 9_000, ms: 1_000, primary: true, deltas: new Map(), base: new Map(), resets: [], unread: [], ...fields };
}

function decoded(samples: readonly Sample[], firstSeq = 1): TrafficMessage[] {
  return trafficMessages(identity, samples, firstSeq).map(({ payload }) => {
    const message = decodeTraffic(payload);
    if (!message.ok) throw new Error(`${message.refusal.field}: ${message.refusal.reason}`);
    return message.value;
  });
}

describe('traffic messages', () => {
  it('says what a sample found, column by column', () => {
    const deltas = new Map([
      ['host/eth0', [1, 2, 3, 4, 5, 6, 7, 8]],
      ['host/lo', [9, 0, 0, 0, 0, 0, 0, 0]],
    ]);
    const base = new Map([['host/eth0', [2n ** 60n, 0n, 0n, 0n, 0n, 0n, 0n, 0n]]]);
    const [message] = decoded([sample({ deltas, base, resets: ['host/eth0'], unread: ['abc/eth0'] })], 7);
    expect(message).toMatchObject({ ...identity, seq: 7, part: 0, at: 9_000, ms: 1_000, unread: ['abc/eth0'] });
    expect(message?.keys).toEqual(['host/eth0', 'host/lo']);
    expect(message?.columns).toMatchObject({ rxBytes: [1, 9], txBytes: [2, 0], txDropped: [8, 0] });
    expect(message?.base).toEqual(base);
    expect(message?.resets).toEqual(['host/eth0']);
  });

  it('is one message for an idle tick too: it says that the host was there', () => {
    expect(trafficMessages(identity, [sample()], 3).map(({ id }) => id)).toEqual(['run-3']);
  });

  it('numbers the parts of a tick, and begins again with the next', () => {
    const extra = sample({ primary: false, ms: 5_000 });
    const parts = decoded([sample(), extra, extra, sample({ at: 10_000 })]);
    expect(parts.map(({ seq, part }) => [seq, part])).toEqual([
      [1, 0],
      [2, 1],
      [3, 2],
      [4, 0],
    ]);
  });

  it('splits what is too large, and loses no key', () => {
    const keys = Array.from({ length: 10_000 }, (_, index) => `host/interface${index}`);
    const deltas = new Map(keys.map((key, index) => [key, Array<number>(8).fill(index * 1_000_000_007)]));
    const base = new Map(keys.map((key) => [key, Array<bigint>(8).fill(2n ** 62n)]));
    const samples = [sample({ deltas, base, resets: keys.slice(0, 9), unread: ['abc/eth0'] })];
    const messages = trafficMessages(identity, samples, 1);
    expect(messages.every(({ payload }) => Buffer.byteLength(payload) <= MAX_PAYLOAD_BYTES)).toBe(true);
    const parts = decoded(samples);
    expect(parts.map(({ part }) => part)).toEqual(parts.map((_, index) => index));
    expect(parts.flatMap((part) => part.keys)).toEqual(keys);
    expect(parts.flatMap((part) => [...part.base.keys()])).toEqual(keys);
    expect(parts.flatMap((part) => part.columns.rxBytes)).toEqual(keys.map((_, index) => index * 1_000_000_007));
    expect(parts.flatMap((part) => part.resets)).toEqual(keys.slice(0, 9));
    expect(parts.flatMap((part) => part.unread)).toEqual(['abc/eth0']);
  });
});
