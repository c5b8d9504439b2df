import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '../fault.js';
import type { Child } from './child.js';

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
  throw new Fault(`${what}: ${await lastWords(logFile)} (all of it in ${logFile})`);
}

/** The last line of a log that says something. */
export async function lastWords(logFile: string): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '');
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const telling = lines.filter((line) => /error|fatal|panic|cannot|fail/i.test(line));
  return (telling.at(-1) ?? lines.at(-1) ?? 'it said nothing').trim().slice(0, 300);
}
