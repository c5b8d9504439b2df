import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Quota, QuotaCycle, QuotaDetail } from '../../api/operations/volume.js';
import { setZone } from '../../format/zone.js';
import { cycleLines, hasDaysOf } from './cycle-lines.js';
import { newQuota, quotaFormOf, quotaInputOf } from './quota-form.js';
import { tilesOf } from './quota-tiles.js';
import {
  absentWords,
  cycleWords,
  gapWords,
  knownWords,
  leftWords,
  moneyWords,
  projectionWords,
  spanWords,
  subjectWords,
} from './words.js';

const DAY_MS = 86_400_000;
const FROM = Date.parse('2026-10-31T23:00:00Z');
const UNTIL = Date.parse('2026-11-30T23:00:00Z');
const iso = (atMs: number): string => new Date(atMs).toISOString();

const cycle = (more: object = {}): QuotaCycle =>
  ({
    ...{ from: iso(FROM), until: iso(UNTIL), isClosed: false },
    ...{ countedFrom: iso(FROM), countedUntil: iso(FROM + 1.5 * DAY_MS) },
    ...{ receivedBytes: '300', transmittedBytes: '500', usedBytes: '800', usedPercent: 80 },
    ...{ coveredPercent: 100, cost: null, projectedCost: null, projection: null },
    ...more,
  }) as QuotaCycle;
const day = (index: number, received: number, transmitted: number): object => ({
  ...{ from: iso(FROM + index * DAY_MS), until: iso(FROM + (index + 1) * DAY_MS) },
  ...{ receivedBytes: String(received), transmittedBytes: String(transmitted), usedBytes: '0', coveredPercent: 100 },
});
const quota = (more: object = {}): QuotaDetail =>
  ({
    ...{ id: 'q', name: 'Paid', subject: { kind: 'FLEET', host: null, name: null, hostName: null } },
    cycle: {
      ...{ kind: 'MONTHLY', resetDay: 1, resetMinute: 0, days: null, firstDay: null },
      timeZone: 'Europe/Berlin',
    },
    ...{ measure: 'SUM', limitBytes: '1000', includedBytes: '0', pricePerGb: null, currency: null },
    ...{ current: null, cycles: [], daily: [day(0, 100, 300), day(1, 200, 200)] },
    ...more,
  }) as QuotaDetail;
const projection = {
  ...{ usedBytes: '1200', lowBytes: '900', highBytes: '1500', usedPercent: 120, reachesLimitAt: iso(FROM + DAY_MS) },
};

beforeEach(() => setZone('Europe/Berlin'));
afterEach(() => setZone('device'));

describe('words of a quota', () => {
  it.each([
    [{ kind: 'FLEET', host: null, name: null, hostName: null }, 'the whole fleet'],
    [{ kind: 'HOST', host: 'h', name: null, hostName: 'paris' }, 'paris'],
    [{ kind: 'UPLINK', host: 'h', name: 'eth0', hostName: null }, 'uplink eth0 on h'],
    [{ kind: 'SERVICE', host: null, name: 'web', hostName: null }, 'service web'],
  ] as [Quota['subject'], string][])('say what it is of: %j', (subject, words) => {
    expect(subjectWords(subject)).toBe(words);
  });

  it.each([
    [{ kind: 'MONTHLY', resetDay: 31 }, 'monthly, from day 31'],
    [{ kind: 'WEEKLY', resetDay: 7, resetMinute: 65 }, 'weekly, from Sunday at 01:05'],
    [{ kind: 'DAILY' }, 'daily'],
    [{ kind: 'EVERY_DAYS', days: 10, firstDay: '2026-11-01' }, 'every 10 days'],
  ])('say when it begins anew: %j', (more, words) => {
    const made = { resetDay: null, resetMinute: 0, days: null, firstDay: null, timeZone: 'Asia/Tokyo', ...more };
    expect(cycleWords(made as Quota['cycle'])).toBe(`${words}, by the clocks of Asia/Tokyo`);
  });

  it('say what is left, and what is too much', () => {
    expect(leftWords(quota(), cycle())).toBe('200 B left');
    expect(leftWords(quota(), cycle({ usedBytes: '2000' }))).toBe('1.00 kB too much');
    expect(leftWords(quota({ limitBytes: null }), cycle())).toBe('');
  });

  it('claim nothing of what is not known', () => {
    expect(projectionWords(cycle()).text).toBe('not known yet');
    expect(moneyWords(null, 'EUR')).toBe('');
    expect(gapWords(cycle({ coveredPercent: 42.04 }))).toMatch(/^42\.0 % of the time is known/);
    expect(knownWords(cycle({ coveredPercent: 42.04 }))).toBe('42.0 % of it is known');
    expect(knownWords(cycle({ coveredPercent: 100 }))).toBe('');
    expect(gapWords(cycle())).toBe('');
  });

  it('say so where nothing of a name was there, which may be misspelt', () => {
    const named = quota({ subject: { kind: 'STACK', host: null, name: 'shpo', hostName: null } });
    const nothing = { coveredPercent: null };
    expect(absentWords(named, cycle(nothing))).toMatch(/^Nothing of this name was there in this cycle/);
    expect(absentWords(named, cycle())).toBe('');
    // The fleet has no name, and a stack may still come.
    expect(absentWords(quota(), cycle(nothing))).toBe('');
    expect(absentWords(named, cycle({ ...nothing, countedUntil: iso(FROM + 60_000) }))).toBe('');
  });

  it('name the first and the last day by the clocks of the quota', () => {
    setZone('UTC');
    expect(spanWords(cycle(), 'Europe/Berlin')).toBe('2026-11-01 to 2026-11-30');
    expect(spanWords({ from: iso(FROM), until: iso(FROM + DAY_MS) }, 'Europe/Berlin')).toBe('2026-11-01');
  });

  it('tell money as its currency is written, and of an unknown one by its code', () => {
    expect(moneyWords(1.5, 'EUR')).toBe('€1.50');
    expect(moneyWords(0.004, 'EUR')).toBe('€0.004');
    expect(moneyWords(150, 'JPY')).toBe('¥150');
    expect(moneyWords(1.5, 'not one')).toBe('not one 1.50');
  });
});

describe('the form of a quota', () => {
  it.each([
    [{}],
    [{ limitBytes: '9007199254740993001', includedBytes: '5000', pricePerGb: 0.02, currency: 'EUR', measure: 'MAX' }],
    [{ subject: { kind: 'CONTAINER', host: 'h', name: 'web', hostName: 'paris' } }],
    [{ cycle: { kind: 'WEEKLY', resetDay: 5, resetMinute: 90, days: null, firstDay: null, timeZone: 'UTC' } }],
    [
      {
        cycle: {
          kind: 'EVERY_DAYS',
          resetDay: null,
          resetMinute: 0,
          days: 28,
          firstDay: '2026-01-31',
          timeZone: 'UTC',
        },
      },
    ],
  ])('gives back what it was made of: %j', (more) => {
    const before = quota(more);
    const { hostName: _hostName, ...subject } = before.subject;
    const known = Object.fromEntries(Object.entries(before.cycle).filter(([, value]) => value !== null));
    expect(quotaInputOf(quotaFormOf(before))).toEqual({
      ...{ name: before.name, subject, cycle: known, measure: before.measure },
      limitBytes: before.limitBytes,
      includedBytes: before.includedBytes === '0' ? null : before.includedBytes,
      ...{ pricePerGb: before.pricePerGb, currency: before.currency },
    });
  });

  it('takes another amount as it was typed', () => {
    const form = quotaFormOf(quota({ limitBytes: '9007199254740993001' }));
    expect(quotaInputOf({ ...form, limitBytes: 2e12 }).limitBytes).toBe('2000000000000');
    expect(quotaInputOf({ ...form, limitBytes: null }).limitBytes).toBeNull();
  });

  it('leaves a host that was typed and not chosen to be refused, and takes none where it was emptied', () => {
    const subject = { kind: 'SERVICE', name: ' web ', host: null, hostName: ' nowhere ' } as const;
    expect(quotaInputOf({ ...newQuota(), subject }).subject).toEqual({ kind: 'SERVICE', name: 'web', host: 'nowhere' });
    expect(quotaInputOf({ ...newQuota(), subject: { ...subject, hostName: ' ' } }).subject.host).toBeNull();
  });

  it('names no currency where nothing is paid', () => {
    expect(quotaInputOf({ ...newQuota(), currency: 'eur' }).currency).toBeNull();
    expect(quotaInputOf({ ...newQuota(), currency: ' eur', pricePerGb: 1 }).currency).toBe('EUR');
  });
});

describe('a cycle as it is drawn', () => {
  const used = (measure: string): unknown => cycleLines(quota({ measure }), cycle()).lines[0]?.points;

  it('adds its days up, the one under way to where it was counted', () => {
    expect(used('SUM')).toEqual([
      [FROM, 0],
      [FROM + DAY_MS, 400],
      [FROM + 1.5 * DAY_MS, 800],
    ]);
  });

  it('waits for its own days', () => {
    expect(hasDaysOf(quota(), cycle())).toBe(true);
    expect(hasDaysOf(quota(), cycle({ from: iso(UNTIL), until: iso(UNTIL + DAY_MS) }))).toBe(false);
    expect(hasDaysOf(quota(), cycle({ from: iso(FROM - DAY_MS), until: iso(FROM) }))).toBe(false);
    expect(hasDaysOf(quota({ daily: [] }), cycle())).toBe(false);
  });

  it('begins with the first day that is known', () => {
    const daily = [day(1, 200, 200)];
    const [line] = cycleLines(quota({ daily }), cycle()).lines;
    expect(line?.points).toEqual([
      [FROM + DAY_MS, 0],
      [FROM + 1.5 * DAY_MS, 400],
    ]);
  });

  it('draws nothing through days of which nothing is known, and goes on behind them', () => {
    const daily = [day(0, 100, 300), { ...day(1, 0, 0), coveredPercent: 0 }, day(2, 200, 200)];
    const counted = cycle({ countedUntil: iso(FROM + 3 * DAY_MS) });
    expect(cycleLines(quota({ daily }), counted).lines[0]?.points).toEqual([
      [FROM, 0],
      [FROM + DAY_MS, 400],
      [FROM + DAY_MS, null],
      [FROM + 2 * DAY_MS, 400],
      [FROM + 3 * DAY_MS, 800],
    ]);
  });

  it('goes by the way that is larger in all, not day by day', () => {
    const daily = [day(0, 100, 300), day(1, 500, 200)];
    const [line] = cycleLines(quota({ measure: 'MAX', daily }), cycle()).lines;
    expect(line?.points.map(([, value]) => value)).toEqual([0, 300, 600]);
  });

  it('has its limit, and where it is expected to end, with its interval', () => {
    const { lines, bands, from, to } = cycleLines(quota(), cycle({ projection }));
    expect([from, to]).toEqual([FROM - 1, UNTIL + 1]);
    expect(lines.map(({ id, points }) => [id, points.at(-1)])).toEqual([
      ['used', [FROM + 1.5 * DAY_MS, 800]],
      ['low', [UNTIL, 900]],
      ['expected', [UNTIL, 1200]],
      ['high', [UNTIL, 1500]],
      ['limit', [UNTIL, 1000]],
    ]);
    expect(bands).toEqual([{ low: 'low', high: 'high', colour: '--text-3' }]);
    expect(cycleLines(quota({ limitBytes: null }), cycle()).lines.map(({ id }) => id)).toEqual(['used']);
  });
});

describe('the figures of a cycle', () => {
  it('warn where it is expected to be too much, and expect nothing of what is over', () => {
    const expected = tilesOf(quota(), cycle({ projection })).find(({ label }) => label === 'Expected at the end');
    expect(expected).toMatchObject({ lines: [{ text: '1.20 kB, 120 %', tone: 'warn' }] });
    const closed = tilesOf(quota(), cycle({ projection, isClosed: true }));
    expect(closed.map(({ label }) => label)).toEqual(['Used', 'Limit', 'In and out']);
  });

  it('tell the cost where there is a price', () => {
    const priced = quota({ pricePerGb: 2, currency: 'EUR' });
    const tiles = tilesOf(priced, cycle({ cost: 3, projectedCost: 9 }));
    expect(tiles.at(-1)).toEqual({ label: 'Cost so far', lines: [{ text: '€3.00' }], hint: '€9.00 at the end' });
  });
});
