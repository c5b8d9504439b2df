import { expect, it } from '@jest/globals';
import { comparedText } from '../../../content/sums.js';
import { changeText } from './change.js';

it.each([
  [133, 10, 'share', '+1,230 %'],
  ['1330', '100', 'share', '+1,230 %'],
  [9, 10, 'share', '−10 %'],
  [10_001, 10_000, 'share', 'unchanged'],
  [1, 0, 'share', null],
  [null, 1, 'share', null],
  [1, null, 'share', null],
  [1, 'text', 'share', null],
  [99.5, 98, 'points', '+1.5 points'],
] as const)('of %p against %p, as a %s, is %p', (value, before, as, text) =>
  expect(changeText(value, before, as)).toBe(text),
);

it('has its digits in groups as the sentences of a report have them', () => {
  const inWords = /[\d,]+ %/.exec(comparedText(1_330n, 100n, '31 days'))?.[0];
  expect(changeText('1330', '100', 'share')).toBe(`+${inWords ?? ''}`);
});
