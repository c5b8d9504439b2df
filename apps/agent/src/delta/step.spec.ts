import { describe, expect, it } from '@jest/globals';
import { stepCounters } from './step.js';

const counters = (rxBytes: bigint, txBytes = 0n, rxPackets = 0n): bigint[] => [
  rxBytes,
  txBytes,
  rxPackets,
  0n,
  0n,
  0n,
  0n,
  0n,
];
const gigabit = { ms: 1_000, speedBitsPerSecond: 1_000_000_000 };
const top = 2n ** 32n;

describe('stepCounters', () => {
  it('takes growth as it is, beyond 32 bits too', () => {
    const step = stepCounters(counters(top + 5n, 7n), counters(top + 15n, 7n), gigabit);
    expect(step).toEqual({ kind: 'grown', deltas: counters(10n), carried: counters(0n) });
  });

  it('counts through the end of 32 bits', () => {
    const step = stepCounters(counters(top - 100n, 3n), counters(50n, 4n), gigabit);
    expect(step).toEqual({ kind: 'grown', deltas: counters(150n, 1n), carried: counters(top) });
  });

  it.each([
    ['the counter was below the upper half of 32 bits', counters(2n ** 31n - 1n), counters(0n)],
    ['the counter was beyond 32 bits', counters(top), counters(0n)],
    ['another counter fell as well', counters(top - 100n, 10n), counters(50n, 9n)],
    ['the link is too slow for it', counters(top - 100n), counters(200_000_000n)],
    ['a packet counter would have to count more frames than fit', counters(0n, 0n, 2n ** 31n), counters(0n, 0n, 0n)],
  ])('calls it a reset where %s', (_, previous, current) => {
    expect(stepCounters(previous, current, gigabit)).toEqual({ kind: 'reset' });
  });

  it.each([4, 5, 6, 7])('lets an error or drop counter (%i) fall alone, and the others go on', (index) => {
    const step = stepCounters(counters(100n).with(index, 3n), counters(150n).with(index, 2n), gigabit);
    expect(step).toEqual({ kind: 'grown', deltas: counters(50n), carried: counters(0n).with(index, 1n) });
  });

  it('lets one fall beside a wrap, but not hide a reset', () => {
    const drops = (value: bigint, rxBytes: bigint): bigint[] => counters(rxBytes).with(6, value);
    expect(stepCounters(drops(3n, top - 100n), drops(2n, 50n), gigabit)).toEqual({
      kind: 'grown',
      deltas: counters(150n),
      carried: drops(1n, top),
    });
    expect(stepCounters(drops(3n, 100n), drops(0n, 50n), gigabit)).toEqual({ kind: 'reset' });
  });

  it('wraps packets within what the link can carry', () => {
    const step = stepCounters(counters(0n, 0n, top - 1_000n), counters(0n, 0n, 1_000n), gigabit);
    expect(step).toEqual({ kind: 'grown', deltas: counters(0n, 0n, 2_000n), carried: counters(0n, 0n, top) });
  });

  it('believes 10 Gbit/s where the speed is unknown, over the whole interval', () => {
    const unknown = { ms: 1_000, speedBitsPerSecond: null };
    const previous = counters(top - 1n);
    expect(stepCounters(previous, counters(1_300_000_000n), unknown).kind).toBe('grown');
    expect(stepCounters(previous, counters(1_400_000_000n), unknown).kind).toBe('reset');
    expect(stepCounters(previous, counters(1_400_000_000n), { ...unknown, ms: 2_000 }).kind).toBe('grown');
  });
});
