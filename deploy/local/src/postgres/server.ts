import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChild, stopChild, type Child } from '../process/child.js';
import { isReady, recoverCluster, serverArguments, type Cluster } from './cluster.js';

/** How a cluster's server is run. */
export interface ServerOptions {
  readonly port: number;
  readonly logFile: string;
  readonly settings?: Readonly<Record<string, string>>;
}

const READY_WITHIN_MS = 60_000;
const RETRY_AFTER_MS = 250;
const STOP_GRACE_MS = 15_000;

/** Starts the server of a cluster, whatever became of the last one, and waits until it takes connections. */
export async function startServer(cluster: Cluster, options: ServerOptions): Promise<Child> {
  await recoverCluster(cluster);
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const child = launchServer(cluster, options);
    if (await becomesReady(cluster, child, deadline)) return child;
    child.signal('SIGKILL');
    const tail = await lastLine(options.logFile);
    // A killed server's children hold its shared memory for a moment longer.
    if (!tail.includes('still in use') || Date.now() > deadline) throw new Error(`PostgreSQL did not start: ${tail}`);
    await sleep(RETRY_AFTER_MS);
  }
}

/** Stops the server by a fast shutdown: sessions are ended, data is written. */
export async function stopServer(child: Child): Promise<void> {
  await stopChild(child, 'SIGINT', STOP_GRACE_MS);
}

/** Starts the server and does not wait for it. */
export function launchServer(cluster: Cluster, options: ServerOptions): Child {
  return startChild({
    command: cluster.programs.postgres,
    args: serverArguments(cluster, options.port, options.settings ?? {}),
    cwd: cluster.dataDirectory,
    logFile: options.logFile,
    account: cluster.account,
  });
}

async function becomesReady(cluster: Cluster, child: Child, deadline: number): Promise<boolean> {
  while (child.running() && Date.now() < deadline) {
    if (await isReady(cluster, child.pid)) return true;
    await sleep(50);
  }
  return false;
}

async function lastLine(logFile: string): Promise<string> {
  const lines = (await readFile(logFile, 'utf8')).split('\n').filter((line) => /FATAL|PANIC/.test(line));
  return lines.at(-1) ?? `see ${logFile}`;
}
