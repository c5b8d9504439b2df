import { describe, expect, it } from '@jest/globals';
import { describeChange, differenceOf } from './difference.js';

describe('the difference of two figures', () => {
  it.each([
    [100, 112, '+12 %'],
    [100, 96.6, '−3.4 %'],
    [100, 310, '3.1 times as much'],
    [100, 100.01, '+< 0.1 %'],
    [1_000, 1, '−99.9 %'],
    [1_000_000, 1, '−> 99.9 %'],
    [5, 125_000_000, '25,000,000 times as much'],
    [0, 5, 'from nothing'],
    [5, 0, 'to nothing'],
    [0, 0, 'the same'],
    [7, 7, 'the same'],
    [null, 7, 'not known'],
    [7, null, 'not known'],
  ])('from %s to %s is told as %s', (before, after, words) => {
    expect(describeChange(differenceOf(before, after))).toBe(words);
  });
});
