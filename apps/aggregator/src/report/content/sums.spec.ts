import { expect, it } from '@jest/globals';
import { comparedText } from './sums.js';

it.each([
  [150n, 100n, ': 50 % more than in the 31 days before.'],
  [100n, 100n, ': about as much as in the 31 days before.'],
  [100n, 0n, '; nothing passed in the 31 days before.'],
  [0n, 0n, '; nothing passed in the 31 days before.'],
  [100n, null, '; of the 31 days before nothing is known.'],
])('%s beside %s is told as “%s”', (now, before, text) => {
  expect(comparedText(now, before, '31 days')).toBe(text);
});
