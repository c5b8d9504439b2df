import { describe, expect, it } from '@jest/globals';
import { noise } from '../../series/noise.fixture.js';
import { median } from '../../series/quantile.js';
import { busyLevels } from './busy.js';
import { linkOutlook, type LinkQuestion } from './outlook.js';
import { outlookSentence } from './sentence.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const END = Date.parse('2026-11-21T00:00:00Z');
const QUESTION: LinkQuestion = { capacity: 125e6, share: 0.8, horizonDays: 90 };
const LIMIT = QUESTION.capacity * QUESTION.share;

/** Traffic of a link whose busy level is known: a daily and a weekly cycle on a level that grows. */
interface Truth {
  readonly days: number;
  readonly level: (day: number) => number;
  readonly noise: number;
  readonly seed: number;
}
const weekShape = (day: number): number => (day % 7 < 5 ? 1 : 0.6);
const hourShape = (hour: number): number => 0.6 + 0.4 * Math.sin((2 * Math.PI * (hour - 9)) / 24);

function trafficOf({ days, level, noise: scale, seed }: Truth): number[] {
  const random = noise(seed);
  let state = 0;
  return Array.from({ length: days * 24 }, (_, hour) => {
    state = 0.7 * state + scale * random.normal();
    const day = hour / 24;
    return level(day) * weekShape(Math.floor(day)) * hourShape(hour % 24) * Math.exp(state);
  });
}

const flat = (level: number): number[] => new Array<number>(35 * 24).fill(level);

const factors = new Map<number, number>();
function busyFactor(scale: number): number {
  const known = factors.get(scale);
  if (known !== undefined) return known;
  const steady = trafficOf({ days: 700, level: () => 1, noise: scale, seed: 99 });
  const factor = median(busyLevels(steady, HOUR_MS, 0.95).filter((_, day) => weekShape(day) === 1));
  factors.set(scale, factor);
  return factor;
}

/** Days from the end of the history until a day's 95th percentile, which noise lifts, usually reaches the limit. */
function trueDays({ days, level, noise: scale }: Truth): number {
  const busy = busyFactor(scale);
  for (let ahead = 1; ; ahead += 1) {
    const day = days - 1 + ahead;
    if (level(day + 0.5) * weekShape(day) * busy >= LIMIT) return ahead;
  }
}

const outlookOf = (values: number[], question = QUESTION): ReturnType<typeof linkOutlook> =>
  linkOutlook({ values, stepMs: HOUR_MS, endMs: END }, question);
const daysAhead = (atMs: number | null): number => (atMs === null ? Infinity : (atMs - END) / DAY_MS + 1);

describe('linkOutlook', () => {
  const growing = (seed: number): Truth => {
    const random = noise(seed);
    const [days, ahead] = [30 + Math.floor(60 * random.uniform()), 10 + 70 * random.uniform()];
    const start = LIMIT * (0.3 + 0.4 * random.uniform());
    const slope = (LIMIT * 1.02 - start) / (days + ahead);
    return { days, level: (day) => start + slope * day, noise: 0.05, seed };
  };
  const seeds = Array.from({ length: 40 }, (_, index) => 1_000 + index);

  it('tells when a growing link is full within a fifth of the time left', () => {
    const errors = seeds.map((seed) => {
      const truth = growing(seed);
      const ahead = daysAhead(outlookOf(trafficOf(truth)).atMs);
      return Math.abs(ahead - trueDays(truth)) / trueDays(truth);
    });
    errors.sort((one, other) => one - other);
    expect(errors[20]).toBeLessThan(0.15);
    expect(errors.reduce((sum, error) => sum + Math.min(error, 1), 0) / errors.length).toBeLessThan(0.2);
  });

  it('has the truth in its interval about nine times in ten', () => {
    const covered = seeds.filter((seed) => {
      const truth = growing(seed);
      const { earliestMs, latestMs } = outlookOf(trafficOf(truth));
      return trueDays(truth) >= daysAhead(earliestMs) && trueDays(truth) <= daysAhead(latestMs);
    });
    expect(covered.length / seeds.length).toBeGreaterThan(0.75);
  });

  it('follows growth by a factor, which a line would reach too late', () => {
    const truth: Truth = { days: 90, level: (day) => 20e6 * 1.012 ** day, noise: 0.05, seed: 4 };
    const ahead = daysAhead(outlookOf(trafficOf(truth)).atMs);
    expect(Math.abs(ahead - trueDays(truth)) / trueDays(truth)).toBeLessThan(0.2);
  });

  it('takes one step to a higher level for no growth', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const stepped = trafficOf({ days: 60, level: (day) => (day < 40 ? 40e6 : 60e6), noise: 0.05, seed });
      expect(outlookOf(stepped)).toMatchObject({ kind: 'not within' });
    }
  });

  it('says so where it does not come within the horizon', () => {
    const outlook = outlookOf(trafficOf({ days: 60, level: () => 40e6, noise: 0.05, seed: 7 }));
    expect(outlook.kind).toBe('not within');
    expect(outlook.strength).toBeLessThan(0.05);
    expect(outlookSentence(outlook, QUESTION)).toBe('does not reach 80 % of the link within 90 days');
  });

  it('says so where it is there already', () => {
    const outlook = outlookOf(trafficOf({ days: 30, level: () => 124e6, noise: 0.02, seed: 7 }));
    expect(outlookSentence(outlook, QUESTION)).toBe('reaches 80 % of the link already');
  });

  it('knows a link that always carries the same, full or far from it', () => {
    const always = (level: number) => linkOutlook({ values: flat(level), stepMs: HOUR_MS, endMs: END }, QUESTION);
    expect([QUESTION.capacity, 1_000, 0].map((level) => always(level).kind)).toEqual([
      'reached',
      'not within',
      'not within',
    ]);
    for (const level of [QUESTION.capacity, 1_000, 0]) expect(always(level).evidence['busyNow']).toBeCloseTo(level);
  });

  it('tells the day with its interval, and the figures it rests on', () => {
    const outlook = outlookOf(
      trafficOf({ days: 60, level: (day) => (0.5 + 0.006 * day) * LIMIT, noise: 0.03, seed: 2 }),
    );
    expect(outlook.kind).toBe('reaches');
    expect(outlook.strength).toBeGreaterThan(0.9);
    expect(outlookSentence(outlook, QUESTION)).toMatch(
      /^reaches 80 % of the link on 202[67]-\d\d-\d\d \(202[67]-\d\d-\d\d to 202[67]-\d\d-\d\d\)$/,
    );
    expect(outlook.evidence).toMatchObject({ limit: LIMIT, capacity: 125e6, daysOfHistory: 60 });
    expect(outlook.evidence['growthPerDay']).toBeGreaterThan(0);
  });

  it('leaves days out of which little is known', () => {
    const truth: Truth = { days: 60, level: (day) => (0.5 + 0.006 * day) * LIMIT, noise: 0.03, seed: 2 };
    const holed = trafficOf(truth).map((value, hour) => (hour % 240 < 60 ? NaN : value));
    expect(Math.abs(daysAhead(outlookOf(holed).atMs) - trueDays(truth)) / trueDays(truth)).toBeLessThan(0.2);
  });

  it.each([
    ['nothing', []],
    ['three days', trafficOf({ days: 3, level: () => 1e6, noise: 0.1, seed: 1 })],
    ['gaps alone', Array<number>(2_000).fill(NaN)],
  ])('does not know it of %s', (_, values) => {
    const outlook = outlookOf(values);
    expect(outlookSentence(outlook, QUESTION)).toBe('too little is known to say when it reaches 80 % of the link');
  });

  it('does not know it of a link without a known speed', () => {
    expect(
      outlookOf(trafficOf({ days: 30, level: () => 1e6, noise: 0.1, seed: 1 }), { ...QUESTION, capacity: NaN }).kind,
    ).toBe('unknown');
  });
});
