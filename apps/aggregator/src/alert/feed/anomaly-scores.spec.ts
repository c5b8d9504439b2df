import { describe, expect, it } from '@jest/globals';
import { AnomalyScores, LEAST_MINUTES, SCORED_EVERY_MS } from './anomaly-scores.js';

const wave = (minute: number): number => 1e6 * (1 + 0.05 * Math.sin(minute * 12.9898));

/** Lets minutes pass, in which a second carries so much. */
function pass(scores: AnomalyScores, from: number, until: number, rate: (minute: number) => number): void {
  for (let second = from * 60; second < until * 60; second++) {
    scores.add('a', rate(Math.floor(second / 60)), second * 1_000);
  }
}

describe('scores of what passes', () => {
  it('say nothing before they know what is usual, and then how unusual a minute was', () => {
    const scores = new AnomalyScores();
    expect(scores.keep(['a'])).toEqual(['a']);
    scores.begin('a', [], []);
    pass(scores, 0, LEAST_MINUTES, wave);
    expect(scores.of('a')).toBeUndefined();
    pass(scores, LEAST_MINUTES, 600, wave);
    expect(scores.of('a')?.anomalyScore).toBeLessThan(0.99);
    pass(scores, 600, 602, () => 2e7);
    expect(scores.of('a')?.novelty).toBeGreaterThan(0.99);
  });

  it('begin with what was stored', () => {
    const scores = new AnomalyScores();
    const minutes = Array.from({ length: 600 }, (_, minute) => minute);
    scores.begin(
      'a',
      minutes.map((minute) => minute * SCORED_EVERY_MS),
      minutes.map(wave),
    );
    pass(scores, 600, 602, () => 2e7);
    expect(scores.of('a')?.novelty).toBeGreaterThan(0.99);
    expect(scores.keep([])).toEqual([]);
    expect(scores.of('a')).toBeUndefined();
  });

  it('know nothing of a minute that was hardly heard', () => {
    const scores = new AnomalyScores();
    scores.begin('a', [], []);
    pass(scores, 0, 200, wave);
    expect(scores.of('a')).toBeDefined();
    pass(scores, 200, 202, () => NaN);
    scores.add('a', 1e6, 201 * SCORED_EVERY_MS + 30_000);
    pass(scores, 202, 203, wave);
    expect(scores.of('a')).toBeUndefined();
  });
});
