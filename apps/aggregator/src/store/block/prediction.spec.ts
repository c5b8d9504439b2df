import { describe, expect, it } from '@jest/globals';
import { decodeFrames, encodeFrames } from './codec.js';
import type { Frame } from './frame.js';
import { canPredict, ratioOf, residuals, restore } from './prediction.js';
import { generator } from './random.fixture.js';

const MAX = Number.MAX_SAFE_INTEGER;
/** From here on a column is foretold from no other: a product with a multiplier would not be exact. */
const LIMIT = 2 ** 40;
const BORDERS = [0, 1, 2, LIMIT / 2, LIMIT - 2, LIMIT - 1, LIMIT, LIMIT + 1, 2 ** 52, MAX - 1, MAX];
const PREDICTABLE = BORDERS.filter(canPredict);

describe('a prediction', () => {
  it('is made up to the limit and not from there on', () => {
    expect(BORDERS.filter((value) => !canPredict(value))).toEqual([LIMIT, LIMIT + 1, 2 ** 52, MAX - 1, MAX]);
  });

  it.each(PREDICTABLE)('is undone exactly, with every ratio, where the other value is %d', (from) => {
    for (const value of PREDICTABLE) {
      for (const [sum, ofSum] of pairs([...PREDICTABLE, 4_095, 4_096, 3 * LIMIT, MAX])) {
        const ratio = ratioOf(sum, ofSum);
        if (!ratio) continue;
        const [values, other, residual] = [Float64Array.of(value), Float64Array.of(from), new Float64Array(1)];
        residuals(ratio, values, other, residual);
        expect(residual[0]).toBeGreaterThanOrEqual(0);
        expect(residual[0]).toBeLessThanOrEqual(MAX);
        restore(ratio, other, 1, residual);
        expect(residual[0]).toBe(value);
      }
    }
  });

  it('has no ratio of nothing, of sums that are not exact, nor of what is more than 4,095 times another', () => {
    expect([ratioOf(0, 5), ratioOf(5, 0), ratioOf(MAX + 1, 5), ratioOf(5, MAX + 1)]).toEqual(Array(4).fill(undefined));
    expect(ratioOf(4_095, 1)).toEqual({ multiplier: 4_095, shift: 0 });
    expect(ratioOf(4_096, 1)).toBeUndefined();
    expect(ratioOf(1, LIMIT - 1)).toBeDefined();
  });
});

describe('a block of values about the limits of prediction', () => {
  it.each([...Array(150).keys()])('is read back exactly: seed %d', (seed) => {
    const frames = borderFrames(seed);
    expect(decodeFrames(encodeFrames(frames))).toEqual(frames);
  });
});

/** Columns that follow from each other but for values at the limits, as those of a twin do; some stored plus one, as highest rates are. */
function borderFrames(seed: number): Frame[] {
  const random = generator(seed);
  const level = [1_000, LIMIT - 20, LIMIT / 4_096, 2 ** 30][seed % 4] ?? 0;
  const ratio = 2 ** Math.floor(random() * 60 - 48);
  const rareness = [0, 0.03, 0.3, 1][Math.floor(seed / 4) % 4] ?? 0;
  const border = (value: number): number =>
    random() < rareness ? (BORDERS[Math.floor(random() * BORDERS.length)] ?? 0) : value;
  return Array.from({ length: 24 }, (_, second) => {
    const rx = Math.floor(level + random() * 40);
    const tx = Math.min(MAX, Math.floor(rx * ratio));
    const rate = Math.min(rx, MAX - 1) + 1;
    const row = [rx, tx, Math.floor(rx / 900), Math.min(MAX, tx + (random() < 0.5 ? 1 : 0)), rate, rate].map(border);
    const twin = [row[1], row[0], row[3], row[2], row[5], row[4]].map((value = 0) => border(value));
    const columns = row.map((value, column) => (second % 7 === 6 ? [value] : [value, twin[column] ?? 0]));
    const ids = second % 7 === 6 ? [3] : [3, 4];
    const times = { startMs: second * 1_000, ms: 1_000, presenceMs: 1_000 };
    return { ...times, ids, columns, unreadIds: [], unreadMs: [] };
  });
}

function pairs(numbers: readonly number[]): [number, number][] {
  return numbers.flatMap((one) => numbers.map((other): [number, number] => [one, other]));
}
