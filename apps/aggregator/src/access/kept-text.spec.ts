import { describe, expect, it } from '@jest/globals';
import { cut, kept } from './kept-text.js';

describe('kept', () => {
  it.each([
    ['NUL', 'a\0b', 'a�b'],
    ['half a character', 'a\ud800b', 'a�b'],
    ['the other half', '\udc00', '�'],
    ['a whole one', '😀', '😀'],
    ['a whole one at the end', `${'a'.repeat(499)}😀b`, `${'a'.repeat(499)}😀`],
  ])('has of texts what can be kept: %s', (_, text, expected) => {
    const given = { text, list: [text, { deep: text }], [text]: 1, none: null, number: 1.5, is: false };
    const clean = { text: expected, list: [expected, { deep: expected }], none: null, number: 1.5, is: false };
    expect(kept(given)).toEqual({ ...clean, [expected]: 1 });
  });
});

describe('cut', () => {
  it.each([
    ['😀', '😀'],
    [`${'a'.repeat(198)}😀`, `${'a'.repeat(198)}😀`],
    [`${'a'.repeat(199)}😀`, `${'a'.repeat(199)}😀`],
    [`${'a'.repeat(199)}😀b`, `${'a'.repeat(199)}😀`],
    [`${'a'.repeat(200)}😀`, 'a'.repeat(200)],
  ])('cuts through no character: %s', (text, expected) => {
    expect(cut(text, 200)).toBe(expected);
  });
});
