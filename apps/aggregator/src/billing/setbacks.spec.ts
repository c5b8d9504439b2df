import { describe, expect, it } from '@jest/globals';
import type { MomentRange } from '@weir/model';
import { Setbacks } from './setbacks.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const NOW = 10 * DAY_MS;
const day = (number: number): MomentRange => ({ fromMs: number * DAY_MS, toMs: (number + 1) * DAY_MS });
const DUE = [day(9), day(8), day(7)];

describe('days that cannot be counted', () => {
  it('put off all that are over, twice as long each time, and come last of them', () => {
    const setbacks = new Setbacks();
    let nowMs = NOW;
    for (const minutes of [1, 2, 4, 8]) {
      setbacks.failed(day(9), 'too slow', nowMs);
      expect(setbacks.triable(DUE, nowMs + minutes * MINUTE_MS - 1)).toEqual([]);
      nowMs += minutes * MINUTE_MS;
      expect(setbacks.triable(DUE, nowMs)).toEqual([day(8), day(7), day(9)]);
    }
  });

  it('are tried four times a day at least', () => {
    const setbacks = new Setbacks();
    for (let time = 0; time < 100; time += 1) setbacks.failed(day(9), 'too slow', NOW);
    expect(setbacks.triable(DUE, NOW + 6 * 60 * MINUTE_MS - 1)).toEqual([]);
    expect(setbacks.triable(DUE, NOW + 6 * 60 * MINUTE_MS)).toHaveLength(3);
  });

  it('keep others waiting longer the more of them there are', () => {
    const setbacks = new Setbacks();
    for (const each of DUE) setbacks.failed(each, 'too slow', NOW);
    expect(setbacks.triable(DUE, NOW + 4 * MINUTE_MS - 1)).toEqual([]);
    expect(setbacks.triable(DUE, NOW + 4 * MINUTE_MS)).toEqual(DUE);
  });

  it('are forgotten once they are counted, or due no longer', () => {
    const setbacks = new Setbacks();
    expect(setbacks.reason).toBeNull();
    setbacks.failed(day(9), 'too slow', NOW);
    setbacks.failed(day(8), 'another reason', NOW);
    expect(setbacks.reason).toBe('another reason');
    setbacks.counted(day(9));
    expect(setbacks.triable([day(7)], NOW)).toEqual([day(7)]);
    expect(setbacks.reason).toBeNull();
  });
});
