import { describe, expect, it } from '@jest/globals';
import { clockInWords } from './words.js';

describe('clockInWords', () => {
  it.each([
    [0, 'right'],
    [3_000, '3 seconds behind'],
    [-119_000, '119 seconds ahead'],
    [-120_000, '2 minutes ahead'],
    [5_400_000, '90 minutes behind'],
    [7_200_000, '2 hours behind'],
    [-259_200_000, '3 days ahead'],
  ])('of %i is %s', (offsetMs, words) => {
    expect(clockInWords(offsetMs)).toBe(words);
  });
});
