import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { effectScope } from 'vue';
import type { Answer } from '../api/index.js';
import { useAnswer } from './use-answer.js';

const failure = { message: 'The aggregator cannot be reached', remedy: 'Check that it runs.' };
const good = (data: number): Answer<number> => ({ ok: true, data });

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('useAnswer', () => {
  it('asks at once, and again at its pace, until its owner is gone', async () => {
    const scope = effectScope();
    let count = 0;
    const asked = scope.run(() =>
      useAnswer(
        async () => good((count += 1)),
        () => 10_000,
      ),
    );
    await jest.advanceTimersByTimeAsync(0);
    expect(asked?.data.value).toBe(1);
    expect(asked?.loading.value).toBe(false);
    await jest.advanceTimersByTimeAsync(20_500);
    expect(asked?.data.value).toBe(3);
    scope.stop();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(count).toBe(3);
  });

  it('keeps what it knows while a question fails, and asks again soon', async () => {
    const scope = effectScope();
    const answers: Answer<number>[] = [good(1), { ok: false, failure }, good(2)];
    const asked = scope.run(() =>
      useAnswer(
        async () => answers.shift() ?? good(9),
        () => 10_000,
      ),
    );
    await jest.advanceTimersByTimeAsync(10_100);
    expect(asked?.data.value).toBe(1);
    expect(asked?.failure.value).toEqual(failure);
    await jest.advanceTimersByTimeAsync(3_100);
    expect(asked?.data.value).toBe(2);
    expect(asked?.failure.value).toBeNull();
    scope.stop();
  });

  it('asks once, however often it is told to ask soon', async () => {
    const scope = effectScope();
    const question = jest.fn(async () => good(1));
    const asked = scope.run(() => useAnswer(question, () => Infinity));
    await jest.advanceTimersByTimeAsync(100);
    for (let times = 0; times < 5; times += 1) asked?.refreshSoon();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(question).toHaveBeenCalledTimes(2);
    scope.stop();
  });

  it('drops an answer that was overtaken by a newer question', async () => {
    const scope = effectScope();
    let first = true;
    const asked = scope.run(() =>
      useAnswer(
        (signal) =>
          new Promise<Answer<number>>((resolve, reject) => {
            if (!first) return resolve(good(2));
            first = false;
            signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
          }),
        () => Infinity,
      ),
    );
    await asked?.refresh();
    expect(asked?.data.value).toBe(2);
    scope.stop();
  });
});
