import { fork } from 'node:child_process';
import { once } from 'node:events';
import { forgetPid, killAtExit, stopLater } from '../../reaper.js';
import type { DrivenOptions } from './host.js';
import type { Command, FleetOptions, Outcome } from './main.js';

/** The fleet that publishes through a bad network, in a process of its own. */
export interface FleetProcess {
  /** Adds a host; all that it counted up to now comes at once. */
  add(host: DrivenOptions): Promise<void>;
  /** Steps the clock of the host that was added so many hosts after the first. */
  setClock(host: number, aheadMs: number): Promise<void>;
  /** Ends when everything that was made is on the stream. */
  end(): Promise<Outcome>;
}

const MAIN = new URL('./main.ts', import.meta.url).pathname;

/** Starts it; it is stopped at the end of the test file at the latest. */
export async function startFleet(options: FleetOptions): Promise<FleetProcess> {
  const child = fork(MAIN, [JSON.stringify(options)], {
    execArgv: ['--import', 'tsx'],
    serialization: 'advanced',
    detached: true,
  });
  killAtExit(child.pid);
  const exited = once(child, 'exit').then(([code]) => {
    forgetPid(child.pid);
    throw new Error(`the fleet ended with code ${String(code)}`);
  });
  exited.catch(() => undefined); // told to whoever waits for an answer
  const answer = async (): Promise<unknown> => ((await Promise.race([once(child, 'message'), exited])) as unknown[])[0];
  const tell = async (command: Command): Promise<unknown> => {
    const answered = answer();
    child.send(command);
    return answered;
  };
  await answer();
  stopLater(async () => {
    child.kill('SIGKILL');
    await exited.catch(() => undefined);
  });
  return {
    add: async (host) => void (await tell({ do: 'add', host })),
    setClock: async (host, aheadMs) => void (await tell({ do: 'setClock', host, aheadMs })),
    end: async () => (await tell({ do: 'end' })) as Outcome,
  };
}
