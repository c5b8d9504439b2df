import { describe, expect, it } from '@jest/globals';
import { axisText, cellText, limitText } from './cell.js';

const ZONE = 'Asia/Kolkata';

describe('cellText', () => {
  it.each([
    [null, 'bytes', 'unknown'],
    [0, 'bytes', '0 B'],
    ['1213000000000000000', 'bytes', '1.21 EB'],
    [1_550_000, 'bytesPerSecond', '12.4 Mbit/s'],
    [1_234, 'packets', '1.23 kpkt'],
    [0.5, 'packetsPerSecond', '0.5 pkt/s'],
    [99.83, 'percent', '99.8 %'],
    [-3.21, 'percent', '−3.2 %'],
    ['9007199254740993', 'count', '9,007,199,254,740,993'],
    [1_234, 'count', '1,234'],
    [2.5, 'count', '2.5'],
    [0, 'seconds', '0 s'],
    [12.5, 'seconds', '12.5 s'],
    [7_500, 'seconds', '2 h 5 min'],
    [12.34, 'milliseconds', '12.3 ms'],
    [Date.UTC(2026, 9, 31, 20, 0), 'time', '2026-11-01 01:30'],
    [Date.UTC(2026, 9, 31, 20, 0, 7), 'time', '2026-11-01 01:30:07'],
    ['no number', 'bytes', 'unknown'],
    [1e308 * 10, 'bytes', 'unknown'],
    [12, 'text', '12'],
  ] as const)('writes %p of %s as %p', (cell, unit, text) => expect(cellText(cell, { unit }, ZONE)).toBe(text));

  it.each([
    [1234.5, 'EUR', '1,234.50 EUR'],
    [0.004, 'EUR', '0.004 EUR'],
    [-0.01, 'EUR', '−0.01 EUR'],
    [-0.0000001, 'EUR', '0.00 EUR'],
    [150, 'JPY', '150 JPY'],
    [1.2, 'KWD', '1.200 KWD'],
  ])('writes the amount %p of %s as %p', (amount, currency, text) => {
    expect(cellText(amount, { unit: 'money', currency }, ZONE)).toBe(text);
  });
});

describe('axisText', () => {
  it.each([
    [0, 'bytes', '0'],
    [6_250_000, 'bytesPerSecond', '50 Mbit/s'],
    [2.5, 'percent', '2.5 %'],
    [0.0125, 'percent', '0.0125 %'],
    [1_500, 'percent', '1,500 %'],
  ] as const)('writes %p of %s as %p', (value, unit, text) => expect(axisText(value, unit)).toBe(text));
});

describe('limitText', () => {
  it.each([
    ['Speed', 'Speed: 80 %'],
    ['80 % of it', '80 % of it'],
  ])('calls the limit %p %p', (label, text) => expect(limitText({ label, value: 80 }, 'percent')).toBe(text));
});
