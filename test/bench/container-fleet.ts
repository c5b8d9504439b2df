import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type DockerEngine, type RunningContainer, startDockerEngine } from '../support/docker.js';
import { runAtExit } from '../support/reaper.js';

/** Containers and their like, on an engine of their own. */
export interface Fleet {
  readonly engine: DockerEngine;
  /** Dockerd, containerd and the shims all name it in their command lines. */
  readonly engineFolder: string;
  readonly containers: readonly RunningContainer[];
  /** How many of the containers send a packet a second. */
  busy(): number;
  /** Starts containers until there are this many. */
  growTo(count: number): Promise<void>;
}

const NETWORK = 'bench';
const STARTED_AT_ONCE = 4;
/** Every so manieth container pings its gateway once a second, so that counters move. */
const BUSY_EVERY = 4;
const IDLE = ['sleep', '1000000'];
const BUSY = ['sh', '-c', 'exec ping -q $(ip route | sed -n "s/default via \\([^ ]*\\).*/\\1/p")'];

/** Starts an engine and its network. */
export async function startFleet(): Promise<Fleet> {
  const engine = await startDockerEngine();
  await engine.loadBusyboxImage();
  await engine.createNetwork(NETWORK);
  const containers: RunningContainer[] = [];
  const startOne = async (number: number): Promise<void> => {
    const command = isBusy(number) ? BUSY : IDLE;
    containers.push(await engine.run({ name: `bench-${number}`, network: NETWORK, command }));
  };
  return {
    engine,
    engineFolder: dirname(engine.host.slice('unix://'.length)),
    containers,
    busy: () => containers.filter((_, number) => isBusy(number)).length,
    growTo: async (count) => {
      let next = containers.length;
      const worker = async (): Promise<void> => {
        while (next < count) await startOne(next++);
      };
      await Promise.all(Array.from({ length: STARTED_AT_ONCE }, worker));
    },
  };
}

function isBusy(number: number): boolean {
  return number % BUSY_EVERY === 0;
}

/**
 * Processes in network namespaces and control groups of their own, laid out as Docker lays out containers: within a
 * second, where containers take half a minute.
 */
export function startPlainNamespaces(count: number, cgroup: string): void {
  for (let started = 0; started < count; started += 1) {
    const process = spawn('unshare', ['--net', 'sleep', '1000000'], { stdio: 'ignore' });
    process.unref();
    const path = `${cgroup}/${randomBytes(32).toString('hex')}`;
    for (const root of hierarchies()) enter(`${root}${path}`, process.pid ?? 0);
    runAtExit(`kill -KILL ${process.pid}`);
  }
  execFileSync('sleep', ['0.5']);
}

/** Control group hierarchies: several in version 1, one in version 2. */
function hierarchies(): string[] {
  const root = '/sys/fs/cgroup';
  if (existsSync(`${root}/cgroup.procs`)) return [root];
  // A new group of `cpuset` takes nobody in until it is given processors.
  return readdirSync(root).flatMap((name) => (name === 'cpuset' ? [] : `${root}/${name}`));
}

function enter(group: string, pid: number): void {
  mkdirSync(group, { recursive: true });
  writeFileSync(`${group}/cgroup.procs`, String(pid));
}
