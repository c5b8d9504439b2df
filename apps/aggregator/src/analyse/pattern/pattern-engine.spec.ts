import { describe, expect, it } from '@jest/globals';
import { PATTERN_CLASSES } from './finding.js';
import { PatternEngine } from './pattern-engine.js';
import {
  classesOf,
  DAY_MS,
  findingsOf,
  HOUR_MS,
  MINUTE_MS,
  type Rates,
  samplesOf,
  scaledBetween,
  type Series,
  tell,
} from './series.fixture.js';

const SECOND_MS = 1_000;
const hours: Series = { stepMs: 10 * SECOND_MS, lengthMs: 6 * HOUR_MS };
const atMs = 4 * HOUR_MS;

/** Many things at once: what a restart must not disturb. */
const eventful: Series = {
  ...hours,
  change: (rates, sinceMs) => {
    const burst = scaledBetween(3 * HOUR_MS, 3 * HOUR_MS + 40 * SECOND_MS, 6)(rates, sinceMs) as Rates;
    const outage = scaledBetween(atMs, atMs + 5 * MINUTE_MS, 0)(burst, sinceMs) as Rates;
    return scaledBetween(5 * HOUR_MS, 7 * HOUR_MS, 2)(outage, sinceMs);
  },
};

describe('PatternEngine', () => {
  it('finds nothing in ordinary traffic, whatever the length of its samples', () => {
    for (const stepMs of [SECOND_MS, 10 * SECOND_MS, MINUTE_MS, 5 * MINUTE_MS]) {
      expect(classesOf({ stepMs, lengthMs: Math.max(6 * HOUR_MS, 300 * stepMs) })).toEqual([]);
    }
  });

  it('tells from the first 60 % the same, whatever comes after', () => {
    const samples = samplesOf(eventful);
    const first = samples.slice(0, Math.floor(samples.length * 0.6));
    const whole = tell(samples);
    const part = tell(first);
    expect(part.length).toBeGreaterThan(1);
    expect(whole.slice(0, part.length)).toEqual(part);
  });

  it('goes on after a restart as if there had been none, in the middle of an event too', () => {
    const samples = samplesOf(eventful);
    const whole = tell(samples);
    for (const middleMs of [30 * MINUTE_MS, atMs + MINUTE_MS, 5 * HOUR_MS + 15 * MINUTE_MS]) {
      const middle = middleMs / hours.stepMs;
      const engine = new PatternEngine();
      const before = tell(samples.slice(0, middle), engine);
      const { engine: restored, isRestored } = PatternEngine.restore(engine.save());
      expect(isRestored).toBe(true);
      expect([...before, ...tell(samples.slice(middle), restored)]).toEqual(whole);
    }
  });

  it('keeps series apart', () => {
    const [quiet, loud] = [new PatternEngine(), new PatternEngine()];
    const told: string[] = [];
    const [quietSamples, loudSamples] = [samplesOf(hours), samplesOf(eventful)];
    quietSamples.forEach((sample, index) => {
      loud.feed(loudSamples[index] ?? sample);
      told.push(...quiet.feed(sample).map((finding) => finding.class));
    });
    expect(told).toEqual([]);
  });

  it('begins anew from what another version saved, and from damaged bytes, and says so', () => {
    const saved = new PatternEngine().save();
    expect(saved.length).toBeLessThanOrEqual(4_096);
    const other = saved.slice();
    other[0] = 99;
    for (const bytes of [other, saved.subarray(1), new Uint8Array(0)]) {
      expect(PatternEngine.restore(bytes).isRestored).toBe(false);
    }
  });

  it('takes missing samples, counter resets and what a gap has gathered for no event', () => {
    const isMissing = (sinceMs: number): boolean =>
      sinceMs % (37 * MINUTE_MS) === 0 || (sinceMs > atMs && sinceMs < atMs + 30 * MINUTE_MS);
    expect(classesOf({ ...hours, change: (rates, sinceMs) => (isMissing(sinceMs) ? null : rates) })).toEqual([]);

    const reset: Rates = [NaN, NaN, NaN, NaN, NaN, NaN, NaN, NaN];
    expect(classesOf({ ...hours, change: (rates, sinceMs) => (sinceMs === atMs ? reset : rates) })).toEqual([]);
    const wrapped: Rates = [4.2e8, 4e5, 1_000, 800, 0, 0, 0, 0];
    expect(classesOf({ ...hours, change: (rates, sinceMs) => (sinceMs === atMs ? wrapped : rates) })).toEqual([]);
    const back: Rates = [-1e9, 4e5, -1e6, 800, 0, 0, 0, 0];
    expect(classesOf({ ...hours, change: (rates, sinceMs) => (sinceMs === atMs ? back : rates) })).not.toContain(
      'burst',
    );

    const engine = new PatternEngine();
    const samples = samplesOf(hours);
    tell(samples.slice(0, -100), engine);
    const last = samples.at(-1);
    expect(
      last && engine.feed({ ...last, lengthMs: 990 * SECOND_MS, rates: last.rates.map((rate) => rate * 9) }),
    ).toEqual([]);
  });

  it('ignores what is not later than the last sample', () => {
    const engine = new PatternEngine();
    const samples = samplesOf(hours);
    tell(samples, engine);
    const loud = samplesOf({ ...hours, change: scaledBetween(0, DAY_MS, 50) });
    expect(tell(loud, engine)).toEqual([]);
  });

  it('says how sure it is of what is usual', () => {
    const engine = new PatternEngine();
    const samples = samplesOf(hours);
    expect(engine.confidence).toBe(0);
    tell(samples.slice(0, 30), engine);
    const early = engine.confidence;
    tell(samples.slice(30), engine);
    expect(early).toBeGreaterThan(0);
    expect(engine.confidence).toBeGreaterThan(early);
  });

  it('folds what comes back within minutes into one finding', () => {
    const isDown = (sinceMs: number): boolean =>
      [0, 1, 2].some(
        (nth) => sinceMs >= atMs + nth * 7 * MINUTE_MS && sinceMs < atMs + nth * 7 * MINUTE_MS + 4 * MINUTE_MS,
      );
    const findings = findingsOf({
      ...hours,
      change: (rates, sinceMs) => (isDown(sinceMs) ? (rates.map(() => 0) as Rates) : rates),
    });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ class: 'outage', evidence: { repeats: 2 } });
  });

  it('knows a category for every class of the table', () => {
    expect(PATTERN_CLASSES).toHaveLength(17);
  });
});
