import { describe, expect, it } from '@jest/globals';
import { forecastSentence } from './forecast-sentence.js';

const START_MS = Date.UTC(2026, 10, 24, 12);
const at = (hours: number): number[] => Array.from({ length: hours }, (_, hour) => START_MS + hour * 3_600_000);
const ahead = (expected: readonly number[]): Parameters<typeof forecastSentence>[0] => ({
  expected: Float64Array.from(expected),
  low: Float64Array.from(expected, (value) => value / 2),
  high: Float64Array.from(expected, (value) => value * 2),
  methods: [],
});

describe('the sentence of a forecast', () => {
  it('tells what is expected on average, and when it is most', () => {
    expect(forecastSentence(ahead([1e6, 1e6, 4e6]), at(3), null)).toBe(
      'about 2 MB/s on average over the next 3 hours; most at 2026-11-24 14:00 UTC, with 4 MB/s (2 MB/s to 8 MB/s)',
    );
  });

  it('counts days, and what is counted', () => {
    const days = Array.from({ length: 48 }, () => 3);
    expect(forecastSentence(ahead(days), at(48), 'rxErrors')).toMatch(
      /^about 3 errors\/s on average over the next 2 days;/,
    );
    expect(forecastSentence(ahead([2]), at(1), 'txDropped')).toMatch(
      /^about 2 packets\/s on average over the next hour;/,
    );
  });

  it('says that too little is known', () => {
    expect(forecastSentence(null, [], 'rxBytes')).toMatch(/^too little is known/);
  });
});
