import { expect, it } from '@jest/globals';
import { restMs } from './rest.js';

it.each([
  ['at its pace where there was nothing to do', { made: 0, most: 10, tookMs: 3 }, 5_000],
  ['at its pace after a failure', { made: null, most: 10, tookMs: 3 }, 5_000],
  ['for longer after a round that took long', { made: 9, most: 10, tookMs: 4_000 }, 12_000],
  ['not at all while more is waiting than a round makes', { made: 10, most: 10, tookMs: 4_000 }, 0],
])('a roll-up rests %s', (_how, round, ms) => {
  expect(restMs(round, 5_000)).toBe(ms);
});
