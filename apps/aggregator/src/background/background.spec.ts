import { describe, expect, it, jest } from '@jest/globals';
import { Background } from './background.js';
import { Bell } from './bell.js';
import { pause } from './pause.js';

class Cook extends Background {
  readonly done: string[] = [];

  protected async main(stopped: AbortSignal): Promise<void> {
    this.done.push('began');
    await pause(1_000_000, stopped);
    this.done.push('tidied');
  }
}

describe('Background', () => {
  it('runs until the process ends, waits for nothing then, and is through before anything is closed', async () => {
    const stopWaiting = jest.fn();
    const cook = new Cook([{ stopWaiting }]);
    cook.onApplicationBootstrap();
    expect([cook.done, stopWaiting.mock.calls]).toEqual([['began'], []]);
    await cook.beforeApplicationShutdown();
    expect([cook.done, stopWaiting.mock.calls]).toEqual([['began', 'tidied'], [[]]]);
  });
});

describe('Bell', () => {
  it('wakes all who wait, and none who come later', async () => {
    const bell = new Bell();
    const woken: number[] = [];
    for (const sleeper of [1, 2]) void bell.heard().then(() => woken.push(sleeper));
    bell.ring();
    void bell.heard().then(() => woken.push(3));
    await Promise.resolve();
    expect(woken).toEqual([1, 2]);
  });
});
