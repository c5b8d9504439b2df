import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { IDLE_MS, paced } from './paced.js';

async function* texts(ended: () => void): AsyncGenerator<string> {
  try {
    yield* ['a', 'b', 'c'];
  } finally {
    ended();
  }
}

describe('paced', () => {
  const giveUp = jest.fn();
  const ended = jest.fn();

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] });
  });
  afterEach(() => {
    jest.useRealTimers();
    jest.clearAllMocks();
  });

  it('hands on everything, however slowly it is taken, as long as it is', async () => {
    const rest = texts(ended);
    const taken: string[] = [];
    for await (const text of paced(await rest.next(), rest, giveUp)) {
      taken.push(text);
      jest.advanceTimersByTime(IDLE_MS - 1);
    }
    expect(taken).toEqual(['a', 'b', 'c']);
    expect(giveUp).not.toHaveBeenCalled();
    jest.advanceTimersByTime(10 * IDLE_MS);
    expect(giveUp).not.toHaveBeenCalled();
  });

  it('gives up on who takes nothing', async () => {
    const rest = texts(ended);
    const reading = paced(await rest.next(), rest, giveUp);
    await reading.next();
    jest.advanceTimersByTime(IDLE_MS);
    expect(giveUp).toHaveBeenCalledTimes(1);
  });

  it('ends what it reads when its reader leaves', async () => {
    const rest = texts(ended);
    const reading = paced(await rest.next(), rest, giveUp);
    await reading.next();
    await reading.return(undefined);
    expect(ended).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(IDLE_MS);
    expect(giveUp).not.toHaveBeenCalled();
  });
});
