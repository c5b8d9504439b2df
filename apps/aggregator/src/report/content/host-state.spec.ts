import { describe, expect, it } from '@jest/globals';
import { Averages, stepsOf } from './host-state.js';

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

describe('stepsOf', () => {
  it('is as many steps as a chart has, from the begin of the range, of five minutes at least', () => {
    expect(stepsOf({ fromMs: 7, toMs: 7 + 60 * MINUTE_MS })).toMatchObject({ stepMs: 5 * MINUTE_MS });
    const month = stepsOf({ fromMs: 7, toMs: 7 + 31 * DAY_MS });
    expect([month.stepMs, month.atMs.length, month.atMs[0]]).toEqual([180 * MINUTE_MS, 248, 7]);
    expect(stepsOf({ fromMs: 0, toMs: 1_830 * DAY_MS })).toMatchObject({ stepMs: 7 * DAY_MS });
  });
});

describe('Averages', () => {
  it('come to their mean, their highest and a line, without what is not known', () => {
    const averages = new Averages(1_000, 100);
    for (const [atMs, value] of [
      [1_000, 10],
      [1_050, 20],
      [1_100, null],
      [1_250, 90],
      [1_260, 0],
    ] as const) {
      averages.add(atMs, value);
    }
    expect([averages.count, averages.mean, averages.most]).toEqual([4, 30, { value: 90, atMs: 1_250 }]);
    expect(averages.line(4)).toEqual([15, null, 45, null]);
    // One that is longer than the chart is cut.
    expect(averages.line(1)).toEqual([15]);
  });

  it('know nothing of nothing, and zero of what idles', () => {
    const averages = new Averages(0, 100);
    expect([averages.mean, averages.most, averages.line(1)]).toEqual([null, null, [null]]);
    averages.add(0, 0);
    expect([averages.mean, averages.most, averages.line(1)]).toEqual([0, { value: 0, atMs: 0 }, [0]]);
  });
});
