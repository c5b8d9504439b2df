import { describe, expect, it } from '@jest/globals';
import { Baseline } from './baseline.js';
import { Memory } from './memory.js';
import { Tail } from './tail.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const BEGINS_MS = Date.UTC(2026, 0, 1);

function made(): Baseline {
  const memory = new Memory();
  const baseline = new Baseline(memory);
  memory.bind(memory.newState());
  return baseline;
}

/** A little noise, the same every time. */
const wobble = (sinceMs: number): number => 1 + 0.03 * Math.sin(sinceMs / 97_001) * Math.cos(sinceMs / 31_013);
const day = (sinceMs: number): number => 1 + 0.5 * Math.sin((2 * Math.PI * sinceMs) / DAY_MS);

function learn(baseline: Baseline, fromMs: number, untilMs: number, rate: (sinceMs: number) => number): void {
  for (let sinceMs = fromMs; sinceMs < untilMs; sinceMs += 5 * MINUTE_MS) {
    baseline.learnStretch(BEGINS_MS + sinceMs, 5 * MINUTE_MS, 1e6 * rate(sinceMs) * wobble(sinceMs), false);
  }
}

describe('Baseline', () => {
  it('expects something after the first stretch, and grows surer', () => {
    const baseline = made();
    expect([baseline.expected, baseline.confidence]).toEqual([0, 0]);
    learn(baseline, 0, 5 * MINUTE_MS, () => 1);
    expect(baseline.expected).toBeCloseTo(1e6, -5);
    const early = baseline.confidence;
    learn(baseline, 5 * MINUTE_MS, 4 * DAY_MS, () => 1);
    expect(baseline.confidence).toBeGreaterThan(early);
    expect(baseline.confidence).toBeGreaterThan(0.95);
  });

  it('foretells the hour of the day after a few of them', () => {
    const baseline = made();
    learn(baseline, 0, 5 * DAY_MS + 18 * HOUR_MS, day);
    expect(baseline.profile.explainedByDay).toBeGreaterThan(0.9);
    expect(baseline.expected / 1e6).toBeCloseTo(0.5, 1);
  });

  it('foretells the hour of the week where weekends differ', () => {
    const baseline = made();
    const week = (sinceMs: number): number =>
      day(sinceMs) * ([2, 3].includes(Math.floor(sinceMs / DAY_MS) % 7) ? 0.4 : 1);
    learn(baseline, 0, 4 * 7 * DAY_MS, week);
    expect(baseline.profile.explainedByWeek).toBeGreaterThan(0.5);
  });

  it('takes the second weekend for what the first was, before it knows of weekends', () => {
    const baseline = made();
    const week = (sinceMs: number): number => ([2, 3].includes(Math.floor(sinceMs / DAY_MS) % 7) ? 0.4 : 1);
    learn(baseline, 0, 9 * DAY_MS + 12 * HOUR_MS, (sinceMs) => day(sinceMs) * week(sinceMs));
    const saturdayMs = 9 * DAY_MS + 12 * HOUR_MS;
    expect(baseline.expected / (1e6 * day(saturdayMs))).toBeCloseTo(0.4, 1);
    learn(baseline, saturdayMs, 11 * DAY_MS + 12 * HOUR_MS, (sinceMs) => day(sinceMs) * week(sinceMs));
    expect(Math.abs(baseline.expected / (1e6 * day(saturdayMs)) - 1)).toBeLessThan(0.25);
  });

  it('does not swing: the level comes to rest where a slope ends', () => {
    const baseline = made();
    const slope = (sinceMs: number): number =>
      Math.max(0.25, Math.min(1, 1 - (0.75 * (sinceMs - 4 * HOUR_MS)) / HOUR_MS));
    learn(baseline, 0, 5 * HOUR_MS, slope);
    for (let sinceMs = 5 * HOUR_MS; sinceMs < 9 * HOUR_MS; sinceMs += HOUR_MS) {
      learn(baseline, sinceMs, sinceMs + HOUR_MS, slope);
      expect(baseline.expected / 1e6).toBeGreaterThan(0.17);
    }
    expect(Math.abs(baseline.expected / 1e6 - 0.25)).toBeLessThan(0.06);
  });

  it('does not see a shape where there is none', () => {
    const baseline = made();
    learn(baseline, 0, 10 * DAY_MS, () => 1);
    expect(baseline.profile.weight).toBeLessThan(0.5);
    expect(baseline.expected / 1e6).toBeCloseTo(1, 1);
  });

  it('keeps an anomaly in quarantine, and takes what stays for hours as how it is', () => {
    const baseline = made();
    learn(baseline, 0, DAY_MS, () => 1);
    learn(baseline, DAY_MS, DAY_MS + HOUR_MS, () => 4);
    expect(baseline.isQuarantined).toBe(true);
    expect(baseline.expected / 1e6).toBeCloseTo(1, 1);
    learn(baseline, DAY_MS + HOUR_MS, DAY_MS + 8 * HOUR_MS, () => 4);
    expect(baseline.expected / 1e6).toBeCloseTo(4, 0);
  });

  it('does not let one wild value move its scale', () => {
    const baseline = made();
    learn(baseline, 0, DAY_MS, () => 1);
    const before = baseline.stretchDeviation;
    learn(baseline, DAY_MS, DAY_MS + 5 * MINUTE_MS, () => 1_000);
    expect(baseline.stretchDeviation).toBeLessThan(before * 1.1);
  });
});

describe('Tail', () => {
  function tailOf(maximumOf: (hour: number) => number): Tail {
    const memory = new Memory();
    const tail = new Tail(memory, 6);
    memory.bind(memory.newState());
    for (let hour = 0; hour < 48; hour++) tail.learn(BEGINS_MS + hour * HOUR_MS, maximumOf(hour), 1_000);
    return tail;
  }

  it('keeps the fixed limit where nothing goes far', () => {
    expect(tailOf((hour) => 3 + (hour % 3) * 0.2).limit).toBe(6);
  });

  it('goes beyond what a lively series always does', () => {
    expect(tailOf((hour) => 10 + (hour % 5)).limit).toBeGreaterThan(14);
  });

  it('is hardly moved by one event', () => {
    const usual = tailOf((hour) => 8 + (hour % 3)).limit;
    expect(tailOf((hour) => (hour === 30 ? 900 : 8 + (hour % 3))).limit).toBeLessThan(usual * 1.3);
  });
});
