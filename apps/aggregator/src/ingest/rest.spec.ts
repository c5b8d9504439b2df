import { expect, it } from '@jest/globals';
import { restMs } from './rest.js';

it.each([
  ['three times as long as some hosts took', { tookMs: 40, isBehind: false }, 120],
  ['not at all while more is waiting than a round makes', { tookMs: 40, isBehind: true }, 0],
])('a roll-up rests %s', (_how, step, ms) => {
  expect(restMs(step)).toBe(ms);
});
