import { describe, expect, it } from '@jest/globals';
import { type CapacityAsked, capacityOf, compareOutlooks, type Link, refusalOfCapacity } from './capacity.js';

const DAYS = 60;
const DAY_MS = 86_400_000;
const END_MS = Date.UTC(2026, 10, 20);
const ASKED: CapacityAsked = { interface: null, filter: null, first: 10, horizonDays: 90, share: 0.8 };
const LINK: Link = { netId: 'a', speedBitsPerSecond: 8e9, counter: 'txBytes', p95PerSecond: 4e8, share: 0.4 };

/** Grows by so much a day, with a busy afternoon. */
const rates = (start: number, perDay: number, days = DAYS): Float64Array =>
  Float64Array.from(
    { length: days * 24 },
    (_, hour) => (start + (perDay * hour) / 24) * (1 + 0.1 * Math.sin(hour / 4)),
  );
const capacity = (rx: Float64Array, tx: Float64Array, asked = ASKED): ReturnType<typeof capacityOf> =>
  capacityOf(
    LINK,
    [
      { counter: 'rxBytes', rates: rx },
      { counter: 'txBytes', rates: tx },
    ],
    END_MS,
    asked,
  );

describe('the capacity of a link', () => {
  it('is that of the way that is full first', () => {
    const found = capacity(rates(3e8, 5e6), rates(5e8, 0));
    expect(found).toMatchObject({ counter: 'rxBytes', outlook: { kind: 'reaches' } });
    expect(found.daysLeft).toBeGreaterThan(10);
    expect(found.daysLeft).toBeLessThan(50);
    expect(found.daysLeftLow).toBeLessThanOrEqual(found.daysLeft ?? 0);
    expect(found.sentence).toMatch(/^reaches 80 % of the link on 20/);
  });

  it('is reached where there are no days left', () => {
    expect(capacity(rates(9e8, 0), rates(1e8, 0))).toMatchObject({ daysLeft: 0, daysLeftLow: 0, daysLeftHigh: 0 });
  });

  it('is unknown of a young link, which is told by its busier way', () => {
    const found = capacity(rates(3e8, 5e6, 3), rates(5e8, 0, 3));
    expect(found).toMatchObject({ counter: 'txBytes', daysLeft: null, outlook: { kind: 'unknown' } });
    expect(capacityOf(LINK, [], END_MS, ASKED)).toMatchObject({ outlook: { kind: 'unknown' } });
  });

  it('is that of the busier way where neither fills up', () => {
    expect(capacity(rates(1e8, 0), rates(2e8, 0))).toMatchObject({
      counter: 'txBytes',
      outlook: { kind: 'not within' },
    });
  });

  it('is sorted by when it is reached; what is unknown comes last', () => {
    const kinds = [
      capacity(rates(3e8, 5e6, 3), rates(1e8, 0, 3)),
      capacity(rates(1e8, 0), rates(1e8, 0)),
      capacity(rates(3e8, 5e6), rates(1e8, 0)),
      capacity(rates(9e8, 0), rates(1e8, 0)),
      capacity(rates(3e8, 7e6), rates(1e8, 0)),
    ].sort((one, other) => compareOutlooks(one.outlook, other.outlook));
    expect(kinds.map(({ outlook }) => outlook.kind)).toEqual([
      'reached',
      'reaches',
      'reaches',
      'not within',
      'unknown',
    ]);
    expect(kinds[1]!.daysLeft).toBeLessThan(kinds[2]!.daysLeft!);
  });

  it('is refused by the field at fault', () => {
    expect(refusalOfCapacity(ASKED)).toBeNull();
    const fields = [
      { first: 0 },
      { first: 1.5 },
      { horizonDays: 1_000 },
      { share: 0 },
      { share: 1.1 },
      { share: NaN },
    ].map((wrong) => refusalOfCapacity({ ...ASKED, ...wrong })?.field);
    expect(fields).toEqual(['first', 'first', 'horizonDays', 'percent', 'percent', 'percent']);
    expect(refusalOfCapacity({ ...ASKED, interface: 'a', filter: {} })?.field).toBe('filter');
  });
});

it('days are counted from the end of what is known', () => {
  const { outlook, daysLeft } = capacity(rates(3e8, 5e6), rates(1e8, 0));
  expect(outlook.atMs).toBe(END_MS + (daysLeft ?? 0) * DAY_MS);
});
