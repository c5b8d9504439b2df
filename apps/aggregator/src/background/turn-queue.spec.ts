import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { TurnQueue } from './turn-queue.js';

/** Longer than anybody may keep the event loop. */
const STEP_MS = 12;

function busy(): void {
  const untilMs = performance.now() + STEP_MS;
  while (performance.now() < untilMs);
}

describe('TurnQueue', () => {
  it('takes all in order, and lets others have their turn in between', async () => {
    const taken: (number | string)[] = [];
    const queue = new TurnQueue<number>((item) => {
      taken.push(item);
      busy();
    }, 10);
    setImmediate(() => taken.push('another'));
    for (const item of [1, 2, 3, 4]) queue.push(item);
    while (taken.length < 5) await nextTurn();
    expect(taken.filter((each) => each !== 'another')).toEqual([1, 2, 3, 4]);
    expect(taken.indexOf('another')).toBeLessThan(4);
  });

  it('takes all at once where too many wait, and those after them too', async () => {
    const taken: number[] = [];
    const queue = new TurnQueue<number>((item) => {
      taken.push(item);
      if (item === 1) busy();
    }, 3);
    for (const item of [1, 2, 3, 4]) queue.push(item);
    expect(taken).toEqual([1]);
    queue.push(5);
    expect(taken).toEqual([1, 2, 3, 4, 5]);
    for (const item of [6, 7]) queue.push(item);
    while (taken.length < 7) await nextTurn();
    expect(taken).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('forgets what was taken though something always waits', async () => {
    let taken = 0;
    const queue = new TurnQueue<number>(() => {
      taken += 1;
      if (taken < 1_000) queue.push(taken);
    }, 4);
    queue.push(0);
    while (taken < 1_000) await nextTurn();
    expect((queue as unknown as { items: number[] }).items.length).toBeLessThanOrEqual(6);
  });
});
