import { describe, expect, it } from '@jest/globals';
import { columnWidths } from './table-widths.js';

const sum = (widths: readonly number[] | null): number => (widths ?? []).reduce((total, width) => total + width, 0);

describe('columnWidths', () => {
  it('shares out what is left', () => {
    expect(
      columnWidths(
        [
          { natural: 100, least: 50 },
          { natural: 40, least: 40 },
        ],
        200,
      ),
    ).toEqual([130, 70]);
  });

  it('has the widest give way, and no column more than it can', () => {
    const wishes = [
      { natural: 900, least: 60 },
      { natural: 200, least: 60 },
      { natural: 80, least: 80 },
      { natural: 30, least: 30 },
    ];
    const widths = columnWidths(wishes, 400) ?? [];
    expect(sum(widths)).toBeCloseTo(400, 0);
    expect(sum(widths)).toBeLessThanOrEqual(400);
    expect(widths.slice(2)).toEqual([80, 30]);
    expect(widths[0]).toBeCloseTo(widths[1] ?? 0, 1);
  });

  it('says where not even the least fits', () => {
    expect(
      columnWidths(
        [
          { natural: 90, least: 60 },
          { natural: 90, least: 60 },
        ],
        100,
      ),
    ).toBeNull();
  });
});
