import { describe, expect, it } from '@jest/globals';
import type { CapacityAnswer, ForecastAnswer } from '../../api/operations/outlook.js';
import type { SeriesResult } from '../../api/index.js';
import {
  capacityWords,
  daysWords,
  expectedOf,
  historyLine,
  limitOf,
  sentenceOf,
  summaryWords,
  usedShare,
} from './outlook.js';

const link = {
  ...{ speedBitsPerSecond: 1e9, utilisationPercent: 48, counter: 'TX_BYTES', state: 'REACHES' },
  ...{ daysLeft: 34, low: 28, high: 51, uplink: { id: 'i', name: 'eth0' } },
  sentence: 'reaches 80 % of the link on 2026-12-26 (2026-12-20 to 2027-01-12)',
};
const capacity = (links: readonly object[], linkCount = links.length, unknownSpeedCount = 0): CapacityAnswer =>
  ({ links, linkCount, unknownSpeedCount }) as unknown as CapacityAnswer;
const forecast = { at: [0, 3_600_000], value: [5, 6], low: [4, 5], high: [1e8, 7] } as unknown as ForecastAnswer;

describe('a forecast', () => {
  it('has each hour at its middle, and is none where too little is known', () => {
    expect(expectedOf(forecast)).toMatchObject({ at: [1_800_000, 5_400_000], middle: [5, 6], low: [4, 5] });
    expect(expectedOf({ ...forecast, at: [], value: [], low: [], high: [] })).toBeNull();
  });

  it('stands beside what was both ways together; where one is not known, neither is the sum', () => {
    const columns = { rxBytesPerSecond: [1, 2, null], txBytesPerSecond: [10, null, null] };
    const past = { at: [1, 2, 3], series: [{ columns }] } as unknown as SeriesResult;
    expect(historyLine(past).points).toEqual([
      [1, 11],
      [2, null],
      [3, null],
    ]);
    expect(historyLine({ ...past, series: [] }).points.map(([, value]) => value)).toEqual([null, null, null]);
  });

  it('has the limit of the link beside it only where that would not press it flat', () => {
    const expected = expectedOf(forecast);
    expect(limitOf(capacity([link]), expected)?.value).toBe(1e8);
    expect(limitOf(capacity([{ ...link, speedBitsPerSecond: 1e11 }]), expected)).toBeNull();
    expect(limitOf(capacity([link, link]), expected)).toBeNull();
    expect(limitOf(null, expected)).toBeNull();
  });
});

describe('when a link is full', () => {
  it('tells no use before anything is known of it', () => {
    const shares = [null, 48, 0].map((utilisationPercent) => usedShare({ utilisationPercent }));
    expect(shares).toEqual([null, 0.48, 0]);
  });

  it('is told in days, with the interval', () => {
    const words = (more: object): string => Object.values(daysWords({ ...link, ...more } as never)).join(', ');
    expect(words({})).toBe('34 days, 28 to 51');
    expect(words({ daysLeft: 1, low: 1, high: null })).toBe('1 day, 1 or more');
    expect(words({ state: 'REACHED', daysLeft: 0 })).toBe('full already, ');
    expect(words({ state: 'NOT_WITHIN', daysLeft: null })).toBe('not in sight, ');
    expect(words({ state: 'UNKNOWN', daysLeft: null })).toBe('not known yet, ');
  });

  it('is a sentence, which names the link where there are several, or says why it is not known', () => {
    expect(sentenceOf('reaches it')).toBe('Reaches it.');
    expect(capacityWords(capacity([link]))).toMatchObject({
      text: expect.stringMatching(/^Reaches 80 %/),
      tone: 'warn',
    });
    expect(capacityWords(capacity([{ ...link, state: 'NOT_WITHIN' }, link])).text).toMatch(/^eth0 reaches/i);
    expect(capacityWords(capacity([], 2, 2)).text).toContain('speed is not known');
    expect(capacityWords(capacity([])).text).toContain('no link');
  });

  it('is summed up over all links, with what is not known', () => {
    const of = (...states: string[]): object[] => states.map((state) => ({ ...link, state }));
    expect(summaryWords(capacity(of('UNKNOWN', 'UNKNOWN'), 3, 1))).toBe(
      'It takes eight days of history to say when a link is full. One does not tell its speed: it can be set on its page.',
    );
    expect(summaryWords(capacity(of('REACHED', 'REACHES', 'NOT_WITHIN'), 300))).toBe(
      '2 fill up within 90 days. The 3 fullest are shown.',
    );
    expect(summaryWords(capacity(of('NOT_WITHIN', 'UNKNOWN')))).toBe('None fills up within 90 days.');
    expect(summaryWords(capacity([]))).toBe('');
  });
});
