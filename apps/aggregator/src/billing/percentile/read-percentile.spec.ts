import { describe, expect, it } from '@jest/globals';
import { costOf, type PercentilePrice } from './price.js';
import { readPercentile, type WrittenPercentile } from './read-percentile.js';

const HOST = '0f8fad5b-d9cb-469f-a165-70867728950e';
const PRICE = {
  way: 'max',
  commitMegabitsPerSecond: 100,
  commitPrice: 50,
  pricePerMegabitPerSecond: 0.8,
  currency: 'EUR',
};
const DAY_MS = 86_400_000;
const WRITTEN: WrittenPercentile = {
  ...{ subject: { kind: 'uplink', host: HOST, name: 'eth0' }, fromMs: 0, toMs: 30 * DAY_MS, timeZone: 'Asia/Kolkata' },
  ...{ missing: 'skip', weekly: [{ weekdays: ['saturday'], from: '22:00', to: '02:00' }], ranges: [], price: PRICE },
};

describe('what is asked of a percentile', () => {
  it('is taken where it makes sense', () => {
    expect(readPercentile(WRITTEN)).toMatchObject({
      ok: true,
      value: { weekly: [{ weekdays: ['saturday'], fromMinute: 1_320, toMinute: 120 }], price: { way: 'max' } },
    });
  });

  it.each<[string, Partial<WrittenPercentile>]>([
    ['from', { toMs: 0 }],
    ['from', { toMs: 401 * DAY_MS }],
    ['from', { fromMs: -1 }],
    ['timeZone', { timeZone: 'Mars/Olympus' }],
    ['missing', { missing: 'guess' }],
    ['subject.name', { subject: { kind: 'stack' } }],
    ['excludeWeekly[0].weekdays', { weekly: [{ weekdays: ['caturday'], from: '00:00', to: '00:00' }] }],
    ['excludeWeekly[0].from', { weekly: [{ weekdays: [], from: '24:00', to: '00:00' }] }],
    ['excludeWeekly', { weekly: Array(21).fill({ weekdays: [], from: '00:00', to: '00:00' }) }],
    ['excludeRanges[1].from', { ranges: [{ fromMs: 0, toMs: 1 }, { fromMs: 1, toMs: 1 }] }], // prettier-ignore
    ['excludeRanges', { ranges: Array(201).fill({ fromMs: 0, toMs: 1 }) }],
    ['price.way', { price: { ...PRICE, way: 'sum' } }],
    ['price.commitPrice', { price: { ...PRICE, commitPrice: -1 } }],
    ['price.pricePerMegabitPerSecond', { price: { ...PRICE, pricePerMegabitPerSecond: NaN } }],
    ['price.currency', { price: { ...PRICE, currency: 'euro' } }],
  ])('is refused where it makes none, by the field %s', (field, more) => {
    expect(readPercentile({ ...WRITTEN, ...more })).toMatchObject({ ok: false, refusal: { field } });
  });
});

describe('a percentile', () => {
  const price = PRICE as PercentilePrice;

  it('costs the commit, and its price for each Mbit/s above it', () => {
    // 12.5 MB/s are 100 Mbit/s; 15.625 MB/s are 125 Mbit/s: 50 + 25 × 0.8 = 70.
    expect([0, 12_500_000, 15_625_000].map((rate) => costOf(rate, price))).toEqual([50, 50, 70]);
    // 100.01 Mbit/s: 50 + 0.01 × 0.8 = 50.008, to the cent.
    expect(costOf(12_501_250, price)).toBe(50.01);
  });
});
