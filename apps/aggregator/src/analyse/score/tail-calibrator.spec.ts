import { describe, expect, it } from '@jest/globals';
import { chance } from './score.fixture.js';
import { StateMemory } from './state-memory.js';
import { TailCalibrator } from './tail-calibrator.js';

const fresh = (): TailCalibrator => new TailCalibrator(new StateMemory(1_024));
function learn(tail: TailCalibrator, values: readonly number[]): TailCalibrator {
  for (const value of values) tail.rarity(value);
  return tail;
}

describe('TailCalibrator', () => {
  it.each([0.5, 0.1, 0.01])('calls what a share of %d reaches as rare as that', (share) => {
    const random = chance(1);
    const tail = learn(
      fresh(),
      Array.from({ length: 20_000 }, () => -Math.log(random())),
    );
    expect(tail.rarity(-Math.log(share))).toBeCloseTo(-Math.log10(share), 0.7);
  });

  it('is the same in every unit', () => {
    const values = Array.from({ length: 500 }, (_, row) => 1 + (row % 37));
    const small = learn(fresh(), values).rarity(35);
    const large = learn(
      fresh(),
      values.map((value) => value * 2 ** 40),
    ).rarity(35 * 2 ** 40);
    expect(large).toBeCloseTo(small, 10);
  });

  it('says of what was never reached how many rows did not', () => {
    const tail = learn(fresh(), Array<number>(999).fill(1));
    expect(tail.rarity(1_000)).toBeCloseTo(Math.log10(1_000 / 0.5), 10);
    expect(tail.above).toBe(0);
  });

  it('finds what repeats less rare each time', () => {
    const tail = learn(fresh(), Array<number>(999).fill(1));
    const rarities = Array.from({ length: 5 }, () => tail.rarity(1_000));
    expect(rarities).toEqual([...rarities].sort((a, b) => b - a));
    expect(rarities[4]).toBeLessThan(rarities[0] ?? 0);
  });

  it('finds nothing rare in nothing, and the first something after many', () => {
    const tail = learn(fresh(), Array<number>(99).fill(0));
    expect(tail.rarity(0)).toBe(0);
    expect(tail.rarity(1e-9)).toBeGreaterThan(2);
  });

  it('finds a value beyond the largest by far, and small ones still small', () => {
    const tail = learn(
      fresh(),
      Array.from({ length: 999 }, (_, row) => 1 + (row % 9)),
    );
    tail.rarity(1e30);
    expect(tail.rarity(1e30)).toBeGreaterThan(2.5);
    expect(tail.rarity(5)).toBeLessThan(0.5);
  });
});
