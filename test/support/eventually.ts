import { setTimeout as sleep } from 'node:timers/promises';

/** Most of what is waited for comes soon; what does not is not asked for without a rest. */
const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 200;

/** How long a program may take to start, on a slow and busy machine. */
export const STARTED_WITHIN_MS = 60_000;

/**
 * Tries again until the attempt does not throw, and gives its answer: for expectations that come true after a while.
 * When the time is up it throws, with what was waited for and the last failure.
 */
export async function eventually<T>(what: string, attempt: () => T | Promise<T>, withinMs = 20_000): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      return await attempt();
    } catch (error) {
      const message = `Waited ${withinMs} ms in vain until ${what}: ${(error as Error).message}`;
      if (Date.now() > deadline) throw new Error(message, { cause: error });
    }
    await sleep(pauseMs);
  }
}
