import { describe, expect, it } from '@jest/globals';
import { faultWords, kindWords } from './words.js';

describe('a report in words', () => {
  const NOTHING = { name: null, range: null, from: null, to: null, timeZone: null } as const;
  const FROM = '2026-09-30T22:00:00Z';

  it.each([
    [{ kind: 'FLEET' }, 'Fleet, last month'],
    [{ kind: 'SERVICE', name: 'shop/web', range: 'LAST_7_DAYS' }, 'Service, shop/web, the last 7 days'],
    [{ kind: 'FLEET', from: FROM }, 'Fleet, since 1 October 2026'],
    [{ kind: 'FLEET', from: FROM, timeZone: 'Asia/Kolkata' }, 'Fleet, since 1 October 2026 at 03:30'],
    [{ kind: 'QUOTA', from: FROM, to: '2026-10-31T23:00:00Z' }, 'Quotas, 1 October 2026 to 1 November 2026'],
  ] as const)('%j is "%s", by the clocks of Berlin where it says no other', (input, words) => {
    expect(kindWords({ ...NOTHING, ...input }, 'Europe/Berlin')).toBe(words);
  });

  it('says all that keeps it from being made, and what to do', () => {
    const faults = [
      { field: 'input.kind', reason: 'must be one of fleet, host' },
      { field: 'schedule.timeZone', reason: 'is no time zone' },
    ];
    expect(faultWords(faults)).toEqual({
      message: 'It cannot be made: input.kind must be one of fleet, host; schedule.timeZone is no time zone',
      remedy: 'Change it, or delete it.',
    });
  });
});
