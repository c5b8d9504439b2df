import { describe, expect, it } from '@jest/globals';
import { fit, wrap } from './wrap.js';

/** Each letter is one point wide. */
const measure = (text: string): number => [...text].length;

describe('fit', () => {
  it.each([
    ['eth0', 4, 'eth0'],
    ['eth0.100', 5, 'eth0…'],
    ['a name', 3, 'a…'],
    ['eth0', 0, '…'],
  ])('cuts %p to %p', (text, width, cut) => expect(fit(text, width, measure)).toBe(cut));
});

describe('wrap', () => {
  it.each([
    ['all in one', 10, ['all in one']],
    ['all in two', 8, ['all in', 'two']],
    ['in/path/names', 8, ['in/path/', 'names']],
    ['流量报告总计', 4, ['流量报告', '总计']],
    ['until 80 %', 8, ['until', '80 %']],
    // A word that is wider than a line is cut.
    ['abcdefgh ij', 3, ['abc', 'def', 'gh', 'ij']],
  ])('sets %p in lines of %p', (text, width, lines) => expect(wrap(text, width, 9, measure)).toEqual(lines));

  it('has no more lines than asked, and says that there is more', () => {
    expect(wrap('one two three four', 5, 2, measure)).toEqual(['one', 'two…']);
    expect(wrap('x'.repeat(5_000), 10, 3, measure)).toEqual(['x'.repeat(10), 'x'.repeat(10), `${'x'.repeat(9)}…`]);
  });

  it('ends also where not even one letter fits', () => expect(wrap('abc', 0, 9, measure)).toHaveLength(3));
});
