import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { effectScope } from 'vue';
import type { Answer } from '../api/index.js';
import { laterAndLater, useAnswer } from './use-answer.js';

const failure = { message: 'The aggregator cannot be reached', remedy: 'Check that it runs.' };
const failed: Answer<number> = { ok: false, failure };
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

  it('asks what is dear again later and later, and from the beginning once it was answered', async () => {
    const scope = effectScope();
    const answers: Answer<number>[] = [failed, failed, failed, good(1), failed];
    const question = jest.fn(async () => answers.shift() ?? good(9));
    const asked = scope.run(() => useAnswer(question, () => 60_000, laterAndLater));
    const askedAfter = async (ms: number): Promise<number> => {
      await jest.advanceTimersByTimeAsync(ms);
      return question.mock.calls.length;
    };
    expect(await askedAfter(2_900)).toBe(1);
    expect(await askedAfter(200)).toBe(2);
    expect(await askedAfter(5_800)).toBe(2);
    expect(await askedAfter(12_200)).toBe(4);
    expect(asked?.data.value).toBe(1);
    expect(await askedAfter(63_100)).toBe(6);
    scope.stop();
    expect(laterAndLater(20, failure)).toBe(300_000);
  });

  it('asks what was refused for good when it is told to, and never by itself', async () => {
    const scope = effectScope();
    const question = jest.fn(async (): Promise<Answer<number>> => ({
      ok: false,
      failure: { ...failure, isLasting: true },
    }));
    const asked = scope.run(() => useAnswer(question, () => 1_000, laterAndLater));
    await jest.advanceTimersByTimeAsync(3_600_000);
    expect(question).toHaveBeenCalledTimes(1);
    await asked?.refresh();
    expect(question).toHaveBeenCalledTimes(2);
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
