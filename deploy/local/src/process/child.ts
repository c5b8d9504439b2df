import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Account } from './account.js';

/** A program to run in the background. */
export interface ChildOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Everything the program prints is appended here. */
  readonly logFile: string;
  /** The user to run as; this process's own when absent. */
  readonly account?: Account | undefined;
}

/** How a program ended; `error` when it could not even be started. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly error?: Error;
}

/** A running program. */
export interface Child {
  readonly pid: number | undefined;
  readonly exited: Promise<Exit>;
  running(): boolean;
  signal(signal: NodeJS.Signals): void;
}

/**
 * Starts a program in a process group of its own, so that a Ctrl-C in the terminal reaches only the supervisor, which
 * then stops its children in order. Its output goes to a file, not a pipe: it survives the death of this process.
 */
export function startChild(options: ChildOptions): Child {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const log = openSync(options.logFile, 'a');
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', log, log],
    detached: true,
    ...options.account,
  });
  closeSync(log);
  let running = child.pid !== undefined;
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', (error) => resolve({ code: null, signal: null, error }));
  });
  void exited.then(() => (running = false));
  return { pid: child.pid, exited, running: () => running, signal: (signal) => void child.kill(signal) };
}

/** Asks a program to stop and kills it when it has not after `graceMs`. */
export async function stopChild(child: Child, signal: NodeJS.Signals, graceMs: number): Promise<Exit> {
  child.signal(signal);
  const timer = setTimeout(() => child.signal('SIGKILL'), graceMs);
  try {
    return await child.exited;
  } finally {
    clearTimeout(timer);
  }
}
