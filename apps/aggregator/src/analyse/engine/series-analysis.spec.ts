import { describe, expect, it } from '@jest/globals';
import type { Finding } from '../pattern/finding.js';
import { BEGINS_MS, DAY_MS, HOUR_MS, MINUTE_MS, samplesOf, scaledBetween } from '../pattern/series.fixture.js';
import type { Sample } from '../pattern/sample.js';
import { SeriesAnalysis } from './series-analysis.js';

const STEP_MS = 10_000;
const atMs = 3 * HOUR_MS;
/** Ordinary traffic with five minutes of six times as much. */
const samples = samplesOf({
  stepMs: STEP_MS,
  lengthMs: 4 * HOUR_MS,
  change: scaledBetween(atMs, atMs + 5 * MINUTE_MS, 6),
});

interface Said {
  readonly found: readonly Finding[];
  readonly figures: readonly number[];
}

function say(analysis: SeriesAnalysis, sample: Sample): Said {
  const found = analysis.feed(sample);
  return { found, figures: [analysis.score, analysis.novelty, analysis.deviation] };
}

function fed(analysis: SeriesAnalysis, all: readonly Sample[]): SeriesAnalysis {
  for (const sample of all) analysis.feed(sample);
  return analysis;
}

describe('SeriesAnalysis', () => {
  it('scores a burst and names it', () => {
    const analysis = fed(new SeriesAnalysis(), samples.slice(0, atMs / STEP_MS));
    expect(analysis.score).toBeLessThan(0.99);
    const { found, figures } = say(analysis, samples[atMs / STEP_MS] as Sample);
    expect(found).toMatchObject([{ class: 'burst', startMs: BEGINS_MS + atMs, endMs: null }]);
    expect(Math.min(...figures)).toBeGreaterThan(0.999);
  });

  it('goes on after a restart as if there had been none, in the middle of an event', () => {
    const half = atMs / STEP_MS + 6;
    const whole = fed(new SeriesAnalysis(), samples.slice(0, half));
    const restored = SeriesAnalysis.restore(whole.save());
    expect(restored).not.toBeNull();
    for (const sample of samples.slice(half)) {
      expect(restored && say(restored, sample)).toEqual(say(whole, sample));
    }
  });

  it('finds and saves the same without a score', () => {
    const whole = fed(new SeriesAnalysis(null), samples.slice(0, atMs / STEP_MS));
    const restored = SeriesAnalysis.restore(whole.save());
    expect(whole.save().byteLength).toBeLessThanOrEqual(4_096);
    const { found, figures } = say(restored ?? new SeriesAnalysis(), samples[atMs / STEP_MS] as Sample);
    expect(found).toMatchObject([{ class: 'burst' }]);
    expect(figures).toEqual([0, 0, 0]);
  });

  it('keeps less than 8 KB', () => {
    expect(new SeriesAnalysis().save().byteLength).toBeLessThanOrEqual(8_192);
  });

  it('begins anew from what another version saved, and from damaged bytes', () => {
    const saved = fed(new SeriesAnalysis(), samples.slice(0, 100)).save();
    const changed = (at: number, value: number): Uint8Array => saved.slice().fill(value, at, at + 1);
    const [ofAnother, ofAnotherPart, tooLong] = [changed(0, 99), changed(8, 99), changed(7, 255)];
    for (const bytes of [ofAnother, ofAnotherPart, tooLong, saved.subarray(0, -1), new Uint8Array(3)]) {
      expect(SeriesAnalysis.restore(bytes)).toBeNull();
    }
  });

  it('takes what a counter cannot have counted for no data, in the score too', () => {
    const analysis = fed(new SeriesAnalysis(), samples.slice(0, 600));
    const next = samples[600] as Sample;
    const { found, figures } = say(analysis, { ...next, rates: next.rates.map((rate) => rate * 1e6) });
    expect([...found, ...figures]).toEqual([0, 0, 0]);
    expect(say(analysis, samples[601] as Sample).figures[0]).toBeLessThan(0.999);
  });

  it('can be fed one value alone, and then scores what is below zero too', () => {
    const analysis = new SeriesAnalysis();
    for (let index = 0; index < 600; index++) {
      analysis.feedValue(BEGINS_MS + index * MINUTE_MS, MINUTE_MS, 1e6 + 1e4 * Math.sin(index * index));
    }
    const found = analysis.feedValue(BEGINS_MS + 600 * MINUTE_MS, MINUTE_MS, 9e6);
    expect(found).toMatchObject([{ class: 'burst' }]);
    analysis.feedValue(BEGINS_MS + 601 * MINUTE_MS, MINUTE_MS, -9e6);
    expect(analysis.score).toBeGreaterThan(0.99);
  });

  it('says what is usual at a time of day, and how sure it is', () => {
    const analysis = new SeriesAnalysis();
    expect(analysis.usual(BEGINS_MS)).toEqual({ low: 0, middle: 0, high: expect.any(Number), confidence: 0 });
    const day = (sinceMs: number): number => 1 + 0.5 * Math.sin((2 * Math.PI * sinceMs) / DAY_MS);
    const days = samplesOf({
      stepMs: 5 * MINUTE_MS,
      lengthMs: 6 * DAY_MS,
      noise: 0.05,
      change: (rates, sinceMs) => rates.map((rate) => rate * day(sinceMs)) as typeof rates,
    });
    fed(analysis, days);
    for (const sinceMs of [6 * HOUR_MS, 18 * HOUR_MS]) {
      const { low, middle, high, confidence } = analysis.usual(BEGINS_MS + 6 * DAY_MS + sinceMs);
      const truth = 1.4e6 * day(sinceMs);
      expect(low).toBeLessThan(truth);
      expect(high).toBeGreaterThan(truth);
      expect(Math.abs(middle / truth - 1)).toBeLessThan(0.1);
      expect(high - low).toBeLessThan(truth / 2);
      expect(confidence).toBeGreaterThan(0.9);
    }
  });

  it('names the change before a step', () => {
    const changeMs = BEGINS_MS + atMs - MINUTE_MS;
    const stepped = samplesOf({
      stepMs: STEP_MS,
      lengthMs: 4 * HOUR_MS,
      change: scaledBetween(atMs, DAY_MS, 2),
    });
    const analysis = new SeriesAnalysis();
    analysis.noteChange(changeMs);
    const told = stepped.flatMap((sample) => analysis.feed(sample));
    expect(told.map((finding) => finding.class)).toContain('step after change');
  });
});
