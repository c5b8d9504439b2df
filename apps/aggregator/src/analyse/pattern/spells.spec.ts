import { describe, expect, it } from '@jest/globals';
import { PatternEngine } from './pattern-engine.js';
import type { Sample } from './sample.js';
import { BEGINS_MS, HOUR_MS, lastTold, MINUTE_MS, tell } from './series.fixture.js';

const TEN_SECONDS_MS = 10_000;

/** Bytes a second at a time since the begin. */
type Traffic = (sinceMs: number) => number;

/** 0 … 1, the same on every machine. */
function shareAt(index: number): number {
  let mixed = Math.imul(index + 1, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}

/** Busy in a share of its spells, silent in all others. */
function inSpells(level: number, busyShare: number, spellMs: number, seed = 0): Traffic {
  return (sinceMs) => {
    const isBusy = shareAt(Math.floor(sinceMs / spellMs) + seed * 1e6) < busyShare;
    return isBusy ? level * (0.8 + 0.4 * shareAt(sinceMs / TEN_SECONDS_MS + 0.5e6)) : 0;
  };
}

/** Without spells. */
const steady = (level: number): Traffic => inSpells(level, 1, TEN_SECONDS_MS);

/** Samples of some lengths, one after the other. */
function sampled(traffic: Traffic, ...phases: readonly (readonly [stepMs: number, lengthMs: number])[]): Sample[] {
  const samples: Sample[] = [];
  let sinceMs = 0;
  for (const [stepMs, lengthMs] of phases) {
    for (const untilMs = sinceMs + lengthMs; sinceMs < untilMs; sinceMs += stepMs) {
      let bytes = 0;
      for (let part = 0; part < stepMs; part += TEN_SECONDS_MS) bytes += traffic(sinceMs + part) * TEN_SECONDS_MS;
      samples.push(sampleOf(sinceMs + stepMs, stepMs, bytes / stepMs));
    }
  }
  return samples;
}

function sampleOf(endMs: number, stepMs: number, rate: number): Sample {
  const rates = [0.7 * rate, 0.3 * rate, rate / 1_000, rate / 1_500, 0, 0, 0, 0];
  // Ticks are late by a few milliseconds, the first as well.
  const jitterMs = Math.round(3 * shareAt(endMs / TEN_SECONDS_MS));
  const lengthMs = stepMs + jitterMs;
  return { atMs: BEGINS_MS + endMs + jitterMs, lengthMs, rates: Float64Array.from(rates), capacityBytesPerSecond: NaN };
}

function classesIn(samples: readonly Sample[]): string[] {
  const found = lastTold(tell(samples, new PatternEngine()));
  return found.filter(({ strength, class: name }) => strength >= 0.3 || name === 'outage').map((each) => each.class);
}

const classesOf = (samples: readonly Sample[]): string[] =>
  tell(samples, new PatternEngine()).map((each) => each.class);

const between = (fromMs: number, untilMs: number, inside: Traffic, outside: Traffic): Traffic => {
  return (sinceMs) => (sinceMs >= fromMs && sinceMs < untilMs ? inside(sinceMs) : outside(sinceMs));
};

describe('traffic in spells', () => {
  const historyAndLive = [
    [5 * MINUTE_MS, 18 * HOUR_MS],
    [MINUTE_MS, 6 * HOUR_MS],
    [TEN_SECONDS_MS, 4 * HOUR_MS],
  ] as const;

  it('is no outage, flapping or burst when it is looked at more closely than before', () => {
    for (const seed of [1, 2, 3, 4]) {
      expect(classesIn(sampled(inSpells(1e6, 0.7, 30_000, seed), ...historyAndLive))).toEqual([]);
    }
  });

  it('is no drop and no flapping where samples are as long as its spells, on the first day too', () => {
    for (const [stepMs, lengthMs] of [
      [5 * MINUTE_MS, 24 * HOUR_MS],
      [MINUTE_MS, 12 * HOUR_MS],
    ] as const) {
      for (const seed of [1, 2, 3, 4]) {
        expect(classesIn(sampled(inSpells(1e6, 0.7, 90_000, seed), [stepMs, lengthMs]))).toEqual([]);
      }
    }
  });

  it('is no job, though some of many spells are evenly spaced', () => {
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const rare = inSpells(50_000, 0.1, 5 * MINUTE_MS, seed);
      const active: Traffic = (sinceMs) => rare(sinceMs) + steady(1_000)(sinceMs);
      expect(classesOf(sampled(active, [5 * MINUTE_MS, 72 * HOUR_MS]))).not.toContain('periodic job');
    }
  });

  it('is no burst each time where mostly nothing goes on, and no outage in between', () => {
    for (const seed of [1, 2, 3, 4]) {
      const rare = inSpells(50_000, 0.05, 30_000, seed);
      expect(classesIn(sampled(rare, [TEN_SECONDS_MS, 24 * HOUR_MS]))).toEqual([]);
    }
  });

  it('is no burst where all of it is chatter', () => {
    const chatter = between(5 * HOUR_MS, 5 * HOUR_MS + MINUTE_MS, steady(900), steady(20));
    expect(classesIn(sampled(chatter, [TEN_SECONDS_MS, 6 * HOUR_MS]))).toEqual([]);
  });

  it('has no outage after a job that was seen for the first time', () => {
    const job = between(0, 25 * MINUTE_MS, steady(3e7), () => 0);
    expect(classesIn(sampled(job, [TEN_SECONDS_MS, 4 * HOUR_MS]))).toEqual([]);
  });
});

describe('steady traffic', () => {
  it('has an outage as before once its samples became shorter', () => {
    const fails = between(15 * HOUR_MS, 15 * HOUR_MS + 5 * MINUTE_MS, () => 0, steady(1e6));
    const samples = sampled(fails, [MINUTE_MS, 12 * HOUR_MS], [TEN_SECONDS_MS, 4 * HOUR_MS]);
    expect(classesIn(samples)).toEqual(['outage']);
  });

  it('finds nothing when its samples become shorter or longer', () => {
    const phases = [...historyOf(MINUTE_MS), ...historyOf(5 * MINUTE_MS), ...historyOf(TEN_SECONDS_MS)];
    expect(classesIn(sampled(steady(1e6), ...phases))).toEqual([]);
  });
});

describe('what goes on while samples become longer, as of a time that is read by the minute, and shorter again', () => {
  const away = [
    [TEN_SECONDS_MS, 10 * HOUR_MS],
    [MINUTE_MS, 3 * HOUR_MS],
    [TEN_SECONDS_MS, 2 * HOUR_MS],
  ] as const;
  const foundOf = (traffic: Traffic): unknown[] =>
    lastTold(tell(sampled(traffic, ...away))).map(({ class: name, startMs, endMs, strength }) => [
      ...[name, Math.round((startMs - BEGINS_MS) / MINUTE_MS)],
      ...[endMs && Math.round((endMs - BEGINS_MS) / MINUTE_MS), strength > 0],
    ]);

  it.each([
    ['after it', 14 * 60],
    ['while it is read', 11 * 60],
    ['while it is learnt how lively minutes are', 10 * 60 + 12],
  ])('is one outage, which ends %s', (_, endsAfterMinutes) => {
    const begins = 9 * 60 + 50;
    const fails = between(begins * MINUTE_MS, endsAfterMinutes * MINUTE_MS, () => 0, steady(1e6));
    expect(foundOf(fails)).toEqual([['outage', begins, endsAfterMinutes, true]]);
  });

  it('is one shift, one drop', () => {
    const begins = 9 * 60 + 40;
    const rises = between(begins * MINUTE_MS, Infinity, steady(2e6), steady(1e6));
    expect(foundOf(rises)).toEqual([['level shift', begins, expect.any(Number), true]]);
    const [drops, until] = [9 * 60 + 58, 10 * 60 + 6];
    const falls = between(drops * MINUTE_MS, until * MINUTE_MS, steady(2e5), steady(1e6));
    expect(foundOf(falls)).toEqual([['drop', drops, until, true]]);
  });
});

describe('samples of another length', () => {
  it('are learnt anew, though the one that decides it says nothing', () => {
    for (const seed of [1, 2, 3, 4]) {
      const traffic = inSpells(1e6, 0.7, 30_000, seed);
      const samples = sampled(traffic, [5 * MINUTE_MS, 18 * HOUR_MS], [TEN_SECONDS_MS, 4 * HOUR_MS]);
      const fifth = samples.findIndex(({ lengthMs }) => lengthMs < MINUTE_MS) + 4;
      samples[fifth] = { ...(samples[fifth] as Sample), rates: new Float64Array(8).fill(NaN) };
      expect(classesIn(samples)).toEqual([]);
    }
  });
});

const historyOf = (stepMs: number): (readonly [number, number])[] => [[stepMs, 6 * HOUR_MS]];
