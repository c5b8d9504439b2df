import { describe, expect, it } from '@jest/globals';
import { type Bar, barsEnd } from './bar-data.js';

const bar = (value: number | null, ...parts: number[]): Bar => ({
  ...{ id: String(value), name: 'a', colour: '--in', value },
  ...(parts.length > 0
    ? { parts: parts.map((part, index) => ({ id: String(index), name: '', colour: '--in', value: part })) }
    : {}),
});

describe('barsEnd', () => {
  it('is where the longest bar ends, all its parts together', () => {
    expect(barsEnd([bar(4), bar(7), bar(null)], 'percent', null)).toBe(7);
    expect(barsEnd([bar(9, 4, 5), bar(8, 8)], 'packets', null)).toBe(9);
    expect(barsEnd([], 'percent', null)).toBe(1);
  });

  it('is at a limit that none reaches, as it is drawn', () => {
    expect(barsEnd([bar(4)], 'percent', 80)).toBe(80);
    expect(barsEnd([bar(90)], 'percent', 80)).toBe(90);
    expect(barsEnd([bar(4)], 'bits', 80)).toBe(640);
  });
});
