import { describe, expect, it } from '@jest/globals';
import { createPace } from './pace.js';

/** A clock that stands still but for what is drawn and waited for. */
function bench(costMs: number) {
  let now = 0;
  const timers: { at: number; act: () => void }[] = [];
  const pace = createPace({ now: () => now, later: (act, delayMs) => timers.push({ at: now + delayMs, act }) });
  const drawn: string[] = [];
  const charts = new Map<string, object>();
  return {
    drawn,
    pace,
    ask: (name: string, version: number) => {
      const chart = charts.get(name) ?? {};
      charts.set(name, chart);
      pace.draw(chart, () => {
        drawn.push(`${name}${version}`);
        now += costMs;
      });
      return chart;
    },
    until: (at: number) => {
      for (
        let next = timers.sort((a, b) => a.at - b.at)[0];
        next && next.at <= at;
        next = timers.sort((a, b) => a.at - b.at)[0]
      ) {
        timers.splice(timers.indexOf(next), 1);
        now = Math.max(now, next.at);
        next.act();
      }
      now = Math.max(now, at);
    },
  };
}

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];

describe('the pace of redraws', () => {
  it('draws six charts of one tick at once where that is cheap', () => {
    const { ask, drawn } = bench(20);
    NAMES.forEach((name) => ask(name, 1));
    expect(drawn).toEqual(['a1', 'b1', 'c1', 'd1', 'e1', 'f1']);
  });

  it.each([20, 60, 200])('never takes more than a quarter of the time, at %p ms a redraw', (costMs) => {
    const { ask, drawn, until } = bench(costMs);
    for (let second = 0; second < 60; second += 1) {
      NAMES.forEach((name) => ask(name, second));
      until((second + 1) * 1_000);
    }
    expect((drawn.length * costMs) / 60_000).toBeLessThanOrEqual(0.25);
    expect(new Set(drawn.slice(-6).map((name) => name[0])).size).toBe(6);
  });

  it('draws the newest of what waited, and nothing of a chart that is gone', () => {
    const { ask, drawn, until, pace } = bench(400);
    ask('a', 1);
    ask('b', 1);
    ask('b', 2);
    pace.forget(ask('c', 1));
    until(60_000);
    expect(drawn).toEqual(['a1', 'b2']);
  });
});
