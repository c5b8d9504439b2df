import { describe, expect, it } from '@jest/globals';
import type { ReportCell, ReportUnit } from '@weir/model';
import { cellText } from './cell.js';

const READING = { unit: 'bits', timeZone: 'Asia/Kolkata' } as const;

describe('a cell of a report', () => {
  it.each<[ReportCell, ReportUnit, string]>([
    [null, 'bytes', 'unknown'],
    [0, 'bytes', '0 B'],
    ['1213000000000000000', 'bytes', '1.21 EB'],
    [1_550_000, 'bytesPerSecond', '12.4 Mbit/s'],
    [99.83, 'percent', '99.8 %'],
    ['9007199254740993', 'count', '9,007,199,254,740,993'],
    [2.5, 'count', '2.5'],
    [7_500, 'seconds', '2 h 5 min'],
    [0, 'seconds', '0 s'],
    [12.34, 'milliseconds', '12.3 ms'],
    [Date.UTC(2026, 9, 31, 20, 0), 'time', '2026-11-01 01:30'],
    [Date.UTC(2026, 9, 31, 20, 0, 5), 'time', '2026-11-01 01:30:05'],
    ['no number', 'bytes', 'unknown'],
    ['<b>web</b>', 'text', '<b>web</b>'],
  ])('%p of %s is %p', (cell, unit, text) => expect(cellText(cell, { unit }, READING)).toBe(text));

  it.each([
    [1234.5, 'EUR', '1,234.50 EUR'],
    [0.004, 'EUR', '0.004 EUR'],
    [150, 'JPY', '150 JPY'],
  ])('has %p of %s as %p', (amount, currency, text) =>
    expect(cellText(amount, { unit: 'money', currency }, READING)).toBe(text),
  );

  it('follows the reader’s unit of traffic', () =>
    expect(cellText(1_550_000, { unit: 'bytesPerSecond' }, { ...READING, unit: 'bytes' })).toBe('1.55 MB/s'));
});
