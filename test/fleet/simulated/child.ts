import { fork } from 'node:child_process';
import { forgetPid, killAtExit, stopLater } from '../../support/reaper.js';
import type { Outcome, ProcessNews, ProcessOptions } from './main.js';
import type { Progress } from './run.js';

/** A simulated fleet in a process of its own, so that what it costs can be told apart. */
export interface FleetProcess {
  readonly pid: number;
  /** Null until the first tick. */
  progress(): Progress | null;
  /** Resolves when all is published (and committed, where lag is watched). */
  readonly done: Promise<Outcome & { readonly progress: Progress }>;
  /** Ends it in order. */
  stop(): Promise<void>;
}

const MAIN = new URL('./main.ts', import.meta.url).pathname;

/** Starts it; it is stopped at the end of the test file or bench at the latest. */
export function startFleetProcess(options: ProcessOptions): FleetProcess {
  const child = fork(MAIN, [JSON.stringify(options)], { execArgv: ['--import', 'tsx'], detached: true });
  killAtExit(child.pid);
  let progress: Progress | null = null;
  let outcome: Outcome | null = null;
  child.on('message', (news: ProcessNews) => {
    if (news.kind === 'progress') ({ progress } = news);
    else ({ outcome } = news);
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const done = exited.then((code) => {
    forgetPid(child.pid);
    if (!outcome || !progress) throw new Error(`the simulated fleet ended with code ${code} before its work was done`);
    return { ...outcome, progress };
  });
  done.catch(() => undefined); // told to whoever waits for it
  const stop = stopLater(async () => {
    child.kill('SIGTERM');
    await exited;
  });
  return { pid: child.pid ?? NaN, progress: () => progress, done, stop };
}
