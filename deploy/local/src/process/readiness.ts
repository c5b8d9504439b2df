import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '../fault.js';
import type { Child } from './child.js';
import { lastWords } from './last-words.js';

/** Asks `probe` until it says yes; throws with the end of its log when the program ends first or takes too long. */
export async function becomesReady(
  name: string,
  child: Child,
  logFile: string,
  probe: () => Promise<boolean>,
  withinMs: number,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (child.running() && Date.now() < deadline) {
    if (await probe().catch(() => false)) return;
    await sleep(100);
  }
  const what = child.running() ? `${name} was not ready in ${withinMs / 1_000} s` : `${name} ended at once`;
  throw new Fault(`${what}:${await lastWords(logFile)}\n    (all of it in ${logFile})`);
}
