import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../eventually.js';
import { startProcess, type TestProcess } from '../process.js';
import { temporaryDirectory } from '../reaper.js';
import type { Wire } from './wire.js';

/** What is on the wire beside the hosts, and nobody measures: a network namespace from which they are asked and attacked. */
export interface Outside {
  readonly pid: number;
  /** On the wire. */
  readonly address: string;
  /** Runs a Node program there. */
  run(program: string, env: Readonly<Record<string, string>>): TestProcess;
}

/** Behind the last of the hosts. */
const PLACE = 20;

/** Joins the outside to the wire. */
export async function startOutside(wire: Wire): Promise<Outside> {
  const ready = join(temporaryDirectory('outside'), 'ready');
  const keeper = startProcess({
    ...{ name: 'outside', command: 'unshare' },
    args: ['--net', 'sh', '-c', `touch ${ready}; exec sleep infinity`],
  });
  await eventually('the outside has its namespace', () => {
    if (!existsSync(ready)) throw new Error(keeper.log());
  });
  wire.plug(PLACE, keeper.pid);
  return {
    pid: keeper.pid,
    address: wire.addressOf(PLACE),
    run: (program, env) =>
      startProcess({
        ...{ name: 'outside-program', command: 'nsenter', env },
        args: [`--net=/proc/${keeper.pid}/ns/net`, process.execPath, '-e', program],
      }),
  };
}
