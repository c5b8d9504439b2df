import { describe, expect, it } from '@jest/globals';
import { noise } from '../series/noise.fixture.js';
import { cyclesOf } from './seasons.js';

const HOUR_MS = 3_600_000;
const series = (length: number, at: (index: number) => number): Float64Array =>
  Float64Array.from({ length }, (_, index) => at(index));

describe('cyclesOf', () => {
  it('takes day and week where they were seen twice', () => {
    const random = noise(1);
    const values = series(500, () => random.normal());
    expect(cyclesOf(values, HOUR_MS)).toEqual([24, 168]);
    expect(cyclesOf(values.subarray(0, 300), HOUR_MS)).toEqual([24]);
    expect(cyclesOf(values.subarray(0, 40), HOUR_MS)).toEqual([]);
    expect(cyclesOf(values, 24 * HOUR_MS)).toEqual([7]);
  });

  it('finds another that shows, through growth and gaps', () => {
    const random = noise(2);
    const values = series(600, (hour) =>
      hour % 9 === 0 ? NaN : hour + 100 * Math.sin((2 * Math.PI * hour) / 37) + 20 * random.normal(),
    );
    expect(cyclesOf(values, HOUR_MS)).toEqual([24, 37, 168]);
  });

  it('takes no multiple of a known one for another', () => {
    expect(
      cyclesOf(
        series(340, (hour) => Math.sin((2 * Math.PI * hour) / 24)),
        HOUR_MS,
      ),
    ).toEqual([24]);
  });

  it('finds none in what does not move, or is not known', () => {
    expect(cyclesOf(new Float64Array(100), 1)).toEqual([]);
    expect(cyclesOf(new Float64Array(100).fill(NaN), 1)).toEqual([]);
  });
});
