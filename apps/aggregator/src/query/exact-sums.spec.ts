import { describe, expect, it } from '@jest/globals';
import { ExactFrames, ExactSums } from './exact-sums.js';

const MOST = Number.MAX_SAFE_INTEGER;

describe('ExactSums', () => {
  it('loses no digit beyond 2^53', () => {
    const sums = new ExactSums(2);
    for (const amount of [MOST, 1, MOST, 2, MOST]) sums.add(1, amount);
    expect(sums.exact(1)).toBe(3n * BigInt(MOST) + 3n);
    expect(sums.exact(0)).toBe(0n);
  });

  it('adds others from where they begin, with what those had put aside', () => {
    const units = new ExactSums(4);
    for (const amount of [MOST, MOST, 5]) units.add(2, amount);
    units.add(3, 7);
    const group = new ExactSums(2);
    group.add(0, 1);
    group.addAll(units, 2);
    group.addAll(units, 2);
    expect([group.exact(0), group.exact(1)]).toEqual([4n * BigInt(MOST) + 11n, 14n]);
  });
});

describe('ExactFrames', () => {
  it.each([
    [[MOST - 2, 1], false],
    [[5, MOST, 7], true],
    [[MOST, 0], true],
  ])('knows of %j whether one is as much as a bucket holds, and tells whoever adds the sums', (column, isCapped) => {
    const [sums, group] = [new ExactSums(1), new ExactSums(1)];
    const frames = new ExactFrames(sums, { fromMs: 0, untilMs: 10 });
    frames.set(Float64Array.from(column.keys()));
    frames.addAll(0, column.length, Uint32Array.from(column.keys()), Float64Array.from(column));
    group.addAll(sums);
    expect([sums.isCapped, group.isCapped]).toEqual([isCapped, isCapped]);
  });

  it('counts a sample where it begins, and as a whole', () => {
    const sums = new ExactSums(1);
    const frames = new ExactFrames(sums, { fromMs: 1_000, untilMs: 3_000 });
    frames.set(Float64Array.of(999, 1_000, 2_999, 3_000));
    frames.addAll(0, 3, Uint32Array.of(0, 2, 3), Float64Array.of(1, 10, 100));
    frames.addAll(0, 1, Uint32Array.of(1), Float64Array.of(1_000));
    expect(sums.exact(0)).toBe(1_010n);
  });

  it('loses no digit within one column', () => {
    const sums = new ExactSums(1);
    const frames = new ExactFrames(sums, { fromMs: 0, untilMs: 10 });
    frames.set(Float64Array.of(0, 1, 2));
    frames.addAll(0, 3, Uint32Array.of(0, 1, 2), Float64Array.of(MOST, MOST, 3));
    expect(sums.exact(0)).toBe(2n * BigInt(MOST) + 3n);
  });
});
