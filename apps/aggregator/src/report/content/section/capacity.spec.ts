import { describe, expect, it } from '@jest/globals';
import { busyOf, outlookText } from './capacity.js';

const unknown = { outlook: { kind: 'unknown' }, daysLeft: null } as const;
const calm = { outlook: { kind: 'not within' }, daysLeft: null } as const;
const filling = { outlook: { kind: 'reaches' }, daysLeft: 30 } as const;

describe('what is told of the capacity of links', () => {
  it.each([
    [[unknown], 1, 'It takes eight days of history to say when a link is full.'],
    [[unknown, unknown], 3, 'It takes eight days of history to say when a link is full.'],
    [[calm], 1, 'The one link is not expected to reach 80 % within 90 days.'],
    [[filling], 1, 'The one link reaches 80 % already, or is expected to within 90 days.'],
    [[calm, calm], 2, 'None of 2 links is expected to reach 80 % within 90 days.'],
    [
      [calm, calm, unknown],
      3,
      'None of 3 links is expected to reach 80 % within 90 days; too little is known yet of 1.',
    ],
    [[filling, calm], 2, '1 of 2 links reaches 80 % already, or is expected to within 90 days.'],
    [
      [filling, filling, unknown, unknown],
      4,
      '2 of 4 links reach 80 % already, or are expected to within 90 days; too little is known yet of 2.',
    ],
  ])('counts no link of which too little is known as one that does not fill up: %j', (links, count, text) => {
    expect(outlookText(links, count)).toBe(text);
  });

  it('is unknown, not 0, before the first whole hour of a link', () => {
    expect(busyOf({ p95PerSecond: null, share: null })).toEqual([null, null]);
    expect(busyOf({ p95PerSecond: 100, share: 0.125 })).toEqual([100, 12.5]);
    expect(busyOf({ p95PerSecond: 0, share: 0 })).toEqual([0, 0]);
  });
});
