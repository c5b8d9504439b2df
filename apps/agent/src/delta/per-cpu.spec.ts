import { describe, expect, it } from '@jest/globals';
import { sumOf32BitIncreases } from './per-cpu.js';

const table = (...rows: [number, number[]][]): Map<number, number[]> => new Map(rows);

describe('sumOf32BitIncreases', () => {
  it('sums each column over the CPUs', () => {
    expect(sumOf32BitIncreases(table([0, [1, 10]], [1, [5, 50]]), table([0, [4, 10]], [1, [7, 51]]))).toEqual([5, 1]);
  });

  it('counts through the wrap of one CPU', () => {
    expect(sumOf32BitIncreases(table([0, [0xfffffff0]], [1, [100]]), table([0, [4]], [1, [101]]))).toEqual([21]);
  });

  it('leaves out a CPU that came or went', () => {
    expect(sumOf32BitIncreases(table([0, [1]], [1, [9]]), table([0, [3]], [2, [700]]))).toEqual([2]);
  });

  it('takes a column that was not there before as unmoved', () => {
    expect(sumOf32BitIncreases(table([0, [1]]), table([0, [2, 7]]))).toEqual([1, 0]);
  });

  it('has no columns without CPUs', () => {
    expect(sumOf32BitIncreases(table([0, [1]]), table())).toEqual([]);
  });
});
