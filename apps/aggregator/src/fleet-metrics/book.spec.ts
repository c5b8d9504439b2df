import { describe, expect, it } from '@jest/globals';
import { Book } from './book.js';
import { Window } from './window.js';

const MINUTE_MS = 60_000;
const group = (key: string): { key: string; labels: { service: string } } => ({ key, labels: { service: key } });

/** What groups counted, minute by minute; the window that follows begins at `keptFrom`. */
function look(counted: Readonly<Record<string, readonly number[]>>, from: number, keptFrom: number): Window {
  const window = new Window(keptFrom * MINUTE_MS);
  for (const [key, sums] of Object.entries(counted)) {
    for (const [index, sum] of sums.entries()) window.add(group(key), (from + index) * MINUTE_MS, [sum]);
  }
  return window;
}

function grown(book: Book, window: Window, nowMinute = 0): Record<string, number> {
  const { grown: each } = book.settle(window, nowMinute * MINUTE_MS);
  return Object.fromEntries(each.map(({ key, amounts }) => [key, amounts[0] ?? 0]));
}

describe('Book', () => {
  it('counts from the first look on, each byte once, though looks overlap', () => {
    const book = new Book(10, group('(other)'));
    expect(grown(book, look({ api: [100, 200, 50] }, 0, 1))).toEqual({ api: 0, '(other)': 0 });
    expect(grown(book, look({ api: [200, 80, 10] }, 1, 2))).toEqual({ api: 40, '(other)': 0 });
    expect(grown(book, look({ api: [80, 10] }, 2, 2))).toEqual({ api: 0, '(other)': 0 });
    expect(grown(book, look({ api: [80, 10, 7] }, 2, 3))).toEqual({ api: 7, '(other)': 0 });
  });

  it('counts what is stored late, and never falls', () => {
    const book = new Book(10, group('(other)'));
    grown(book, look({ api: [100, 200] }, 0, 0));
    expect(grown(book, look({ api: [130, 200] }, 0, 0))['api']).toBe(30);
    expect(grown(book, look({ api: [130, 20] }, 0, 0))['api']).toBe(0);
    expect(grown(book, look({ api: [130, 25] }, 0, 0))['api']).toBe(5);
  });

  it('counts all of who is new', () => {
    const book = new Book(10, group('(other)'));
    grown(book, look({ api: [100] }, 0, 0));
    expect(grown(book, look({ api: [100], web: [9] }, 0, 0))).toEqual({ api: 0, web: 9, '(other)': 0 });
  });

  it('gives places to the busiest, who keep them, and adds up the others', () => {
    const book = new Book(2, group('(other)'));
    grown(book, look({ small: [1], big: [500], middle: [50] }, 0, 0));
    expect(grown(book, look({ small: [9_001], big: [501], middle: [50], late: [3] }, 0, 0))).toEqual({
      big: 1,
      middle: 0,
      '(other)': 9_003,
    });
  });

  it('gives the place of who was gone for an hour to another, telling nothing of it twice', () => {
    const book = new Book(1, group('(other)'));
    grown(book, look({ old: [10] }, 0, 0), 0);
    grown(book, look({ next: [5] }, 0, 0), 1);
    const window = look({ next: [6] }, 0, 0);
    const settled = book.settle(window, 62 * MINUTE_MS);
    expect(settled.dropped.map(({ key }) => key)).toEqual(['old']);
    expect(grown(book, look({ next: [8] }, 0, 0), 63)).toEqual({ next: 2, '(other)': 0 });
  });
});
