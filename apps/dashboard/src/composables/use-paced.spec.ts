import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { effectScope } from 'vue';
import { type Paced, usePaced } from './use-paced.js';

let told: string[];
let paced: Paced<string>;
const scope = effectScope();
beforeEach(() => {
  jest.useFakeTimers();
  told = [];
  paced = scope.run(() => usePaced((text: string) => told.push(text), 100))!;
});
afterEach(() => {
  jest.useRealTimers();
});

/** Types letter by letter, so many ms apart. */
function type(word: string, apartMs: number): void {
  for (let length = 1; length <= word.length; length += 1) {
    paced.call(word.slice(0, length));
    jest.advanceTimersByTime(apartMs);
  }
}

describe('letters that are typed', () => {
  it('are told at once where they come slowly', () => {
    type('web', 150);
    expect(told).toEqual(['w', 'we', 'web']);
  });
  it('are told at first and when they pause, where they come quickly', () => {
    type('shop-web', 40);
    expect(told).toEqual(['s']);
    expect(paced.isWaiting()).toBe(true);
    jest.advanceTimersByTime(100);
    expect(told).toEqual(['s', 'shop-web']);
    expect(paced.isWaiting()).toBe(false);
  });
  it('can be told now, or dropped', () => {
    type('ab', 10);
    paced.flush();
    expect(told).toEqual(['a', 'ab']);
    type('xyz', 10);
    paced.drop();
    jest.advanceTimersByTime(1_000);
    expect(told).toEqual(['a', 'ab', 'x']);
  });
});
