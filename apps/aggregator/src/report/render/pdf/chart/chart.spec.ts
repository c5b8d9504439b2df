import { describe, expect, it } from '@jest/globals';
import { heatColour } from '../look.js';
import { ColourBook } from './colour-book.js';
import { gridOf, placeOf } from './scale.js';
import { stackOf } from './stack.js';
import { strokesOf, thinned } from './thin.js';
import { ticksOf } from './time-scale.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe('gridOf', () => {
  it.each([
    [0, 97, [0, 20, 40, 60, 80, 100]],
    [0, 100, [0, 20, 40, 60, 80, 100]],
    [0, 1.1, [0, 0.25, 0.5, 0.75, 1, 1.25]],
    [-3, 4, [-4, -2, 0, 2, 4]],
    [0, 0, [0, 1]],
  ])('holds %p to %p', (low, high, grid) => expect(gridOf(low, high, 5)).toEqual(grid));

  it('lays a value between two points', () => expect(placeOf(5, [0, 10], [150, 50])).toBe(100));
});

describe('ticksOf', () => {
  const texts = (from: number, to: number, zone: string, most = 8): string[] =>
    ticksOf(from, to, zone, most).map(({ text }) => text);

  it('stands at round hours of the zone', () => {
    const from = Date.UTC(2026, 9, 1, 3, 20);
    expect(texts(from, from + 3 * HOUR_MS, 'Asia/Kolkata', 4)).toEqual(['09:00', '10:00', '11:00']);
  });

  it('stands at the beginning of days, also of those with 23 and with 25 hours', () => {
    const from = Date.UTC(2026, 9, 24, 22);
    const ticks = ticksOf(from, from + 3 * DAY_MS, 'Europe/Berlin', 4);
    expect(ticks.map(({ text }) => text)).toEqual(['25 Oct', '26 Oct', '27 Oct']);
    expect(ticks.map(({ atMs }) => (atMs - from) / HOUR_MS)).toEqual([0, 25, 49]);
  });

  it('stands at months where days are too many', () => {
    expect(texts(Date.UTC(2026, 0, 1), Date.UTC(2027, 1, 2), 'UTC', 7)).toEqual([
      '2026',
      'Mar',
      'May',
      'Jul',
      'Sep',
      'Nov',
      '2027',
    ]);
  });

  it('passes an hour that the clocks leave out', () => {
    const from = Date.UTC(2026, 2, 29, 0);
    const ticks = ticksOf(from, from + 3 * HOUR_MS, 'Europe/Berlin', 8);
    expect(ticks.map(({ text }) => text)).toEqual(['01:00', '01:30', '03:00', '03:30', '04:00', '04:30', '05:00']);
    expect(ticks.map(({ atMs }) => atMs)).toEqual([...new Set(ticks.map(({ atMs }) => atMs))].sort((a, b) => a - b));
  });
});

describe('strokesOf', () => {
  it('leaves gaps open', () => {
    expect(strokesOf([0, 1, 2, 3, 4], [1, 2, null, null, 5])).toEqual([
      [
        [0, 1],
        [1, 2],
      ],
      [[4, 5]],
    ]);
  });

  it('thins what lies in one half point, and keeps its ends and extremes', () => {
    const points = Array.from({ length: 10_000 }, (_, index) => [index / 1_000, index === 5_555 ? 99 : 1] as const);
    const kept = thinned(points);
    expect(kept.length).toBeLessThan(90);
    expect(Math.max(...kept.map(([, height]) => height))).toBe(99);
    expect([kept[0], kept.at(-1)]).toEqual([points[0], points.at(-1)]);
  });
});

describe('stackOf', () => {
  it('lays areas on each other; a gap is where nothing is known of any', () => {
    const lines = [
      { name: 'a', values: [1, null, null], before: [5, 5, null] },
      { name: 'b', values: [2, 3, null], before: [1, null, null] },
    ];
    expect(stackOf(lines)).toEqual([
      { lower: [0, 0, null], upper: [1, 0, null], before: [5, 5, null] },
      { lower: [1, 0, null], upper: [3, 3, null], before: [6, 5, null] },
    ]);
  });
});

describe('ColourBook', () => {
  it('gives a thing its colour on all charts, and no two of one chart the same', () => {
    const book = new ColourBook();
    const first = book.of(['a', 'b', 'c']);
    expect(new Set(first).size).toBe(3);
    expect(book.of(['c', 'a'])).toEqual([first[2], first[0]]);
    const other = book.of(['x', 'a', 'b', 'c']);
    expect(new Set(other).size).toBe(4);
    expect(new Set(book.of(Array.from({ length: 9 }, (_, index) => `n${index}`))).size).toBe(9);
  });

  it('has colours of their own for in and out', () => {
    const book = new ColourBook();
    expect(book.of(['Received', 'Transmitted'])).toEqual(book.of(['In', 'Out']));
  });
});

describe('heatColour', () => {
  it('is darker the more it is, also in grey', () => {
    const grey = (share: number): number => heatColour(share).reduce((sum, part) => sum + part, 0);
    const greys = Array.from({ length: 21 }, (_, index) => grey(index / 20));
    expect(greys).toEqual([...greys].sort((a, b) => b - a));
  });
});
