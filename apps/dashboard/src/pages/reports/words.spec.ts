import { describe, expect, it } from '@jest/globals';
import { faultWords, kindWords } from './words.js';

describe('a report in words', () => {
  it.each([
    [{ kind: 'FLEET', name: null, range: null, from: null }, 'Fleet, last month'],
    [{ kind: 'SERVICE', name: 'shop/web', range: 'LAST_7_DAYS', from: null }, 'Service, shop/web, the last 7 days'],
    [{ kind: 'QUOTA', name: null, range: null, from: '2026-10-01T00:00:00Z' }, 'Quotas, between two moments'],
  ] as const)('%j is "%s"', (input, words) => {
    expect(kindWords(input)).toBe(words);
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
