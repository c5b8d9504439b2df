import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AGGREGATOR_ENV, AGGREGATOR_NODE_FLAGS } from '../../deploy/local/src/apps/aggregator.js';
import {
  startChild,
  stopChild,
  type Child,
  type ChildOptions,
  type Exit,
} from '../../deploy/local/src/process/child.js';
import { forgetPid, killAtExit, stopLater, temporaryDirectory } from './reaper.js';
import { eventually } from './eventually.js';
import { fail } from './fail.js';

/** A program under test: it can be killed, and started again just as it was. */
export interface TestProcess {
  readonly pid: number;
  running(): boolean;
  /** All it has printed, over all its starts. */
  log(): string;
  /** Waits until what it printed matches. */
  waitForLog(pattern: RegExp, withinMs?: number): Promise<RegExpMatchArray>;
  signal(signal: NodeJS.Signals): void;
  /** Waits until it ends by itself. */
  exited(): Promise<Exit>;
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>;
  /** Starts it again with the same arguments; kills it first when it runs. */
  restart(): Promise<void>;
  /** SIGTERM (or another signal), then SIGKILL after `graceMs`. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** What to run; the log file is made when none is given. */
export interface TestProcessOptions extends Omit<ChildOptions, 'logFile'> {
  readonly name: string;
  readonly logFile?: string;
  readonly graceMs?: number;
}

/** Starts a program that is stopped at the end of the test file and cannot outlive the test process. */
export function startProcess(options: TestProcessOptions): TestProcess {
  const logFile = options.logFile ?? join(temporaryDirectory(options.name), 'log');
  let child = launch({ ...options, logFile });
  const kill = (): Promise<void> => end(child, 'SIGKILL', 0);
  const log = (): string => readFileSync(logFile, 'utf8');
  const self: TestProcess = {
    get pid() {
      return child.pid ?? fail(`${options.name} could not be started: is its command installed?`);
    },
    running: () => child.running(),
    log,
    waitForLog: (pattern, withinMs) =>
      eventually(`${options.name} prints ${pattern}`, () => found(log().match(pattern)), withinMs),
    signal: (signal) => child.signal(signal),
    exited: () => child.exited,
    kill,
    restart: async () => {
      await kill();
      child = launch({ ...options, logFile });
    },
    stop: (signal = 'SIGTERM') => end(child, signal, options.graceMs ?? 10_000),
  };
  stopLater(() => self.stop());
  return self;
}

/** Runs a script of the aggregator with this Node, as `npm start` does. */
export function startNode(
  name: string,
  script: string,
  env: Readonly<Record<string, string>>,
  more: readonly string[] = [],
): TestProcess {
  const { WEIR_LOCAL_SIGN_IN } = AGGREGATOR_ENV;
  const args = [...AGGREGATOR_NODE_FLAGS, script, ...more];
  return startProcess({ name, command: process.execPath, args, env: { WEIR_LOCAL_SIGN_IN, ...env } });
}

function launch(options: ChildOptions): Child {
  const child = startChild(options);
  killAtExit(child.pid);
  void child.exited.then(() => forgetPid(child.pid));
  return child;
}

async function end(child: Child, signal: NodeJS.Signals, graceMs: number): Promise<void> {
  if (child.running()) await stopChild(child, signal, graceMs);
}

function found<T>(value: T | null): T {
  if (value === null) throw new Error('not yet');
  return value;
}
