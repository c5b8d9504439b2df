import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { fetchedAgain } from './fetched-again.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const failing = (times: number) => {
  let left = times;
  return jest.fn(async () => {
    if (left-- > 0) throw new TypeError('Failed to fetch dynamically imported module');
    return 'page';
  });
};

describe('the code of a page', () => {
  it('is fetched once where it arrives', async () => {
    const fetch = failing(0);
    expect(await fetchedAgain(fetch)).toBe('page');
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it('is fetched again until it arrives', async () => {
    const fetched = fetchedAgain(failing(4));
    await jest.advanceTimersByTimeAsync(8_000);
    expect(await fetched).toBe('page');
  });

  it('is given up in the end, with the reason', async () => {
    const fetch = failing(Infinity);
    const told = fetchedAgain(fetch).catch((error: Error) => error.message);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(await told).toBe('Failed to fetch dynamically imported module');
    expect(fetch).toHaveBeenCalledTimes(6);
  });
});
