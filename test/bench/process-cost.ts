import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Of `/proc/<pid>/stat`, on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** CPU time by thread, in ns. */
type CpuTimes = ReadonlyMap<string, number>;

/** The processes whose command line names something, such as a folder of their own. */
export function processesNaming(text: string): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return pids.filter((pid) => readOrEmpty(`/proc/${pid}/cmdline`).includes(text)).map(Number);
}

/** How many ms of CPU, user and system, processes take for each second of the next `durationMs`. */
export async function cpuMsPerSecond(pids: readonly number[], durationMs: number): Promise<number> {
  const before = cpuTimes(pids);
  const start = performance.now();
  await sleep(durationMs);
  const after = cpuTimes(pids);
  const elapsedMs = performance.now() - start;
  const spentNs = [...after].reduce((sum, [thread, ns]) => sum + ns - (before.get(thread) ?? 0), 0);
  return spentNs / 1e6 / (elapsedMs / 1e3);
}

/**
 * CPU time, user and system, that a process and all that it started have taken so far, in seconds; those that ended are
 * in their parent's account.
 */
export function treeCpuSeconds(pid: number): number {
  return treeOf(pid).reduce((sum, each) => sum + ownCpuSeconds(each), 0);
}

/** What a process and all that it started hold in memory now, in MB of 1,000,000 bytes; shared pages are shared out. */
export function treeMemoryMb(pid: number): number {
  const kibibytes = treeOf(pid).map(
    (each) => /^Pss:\s+(\d+) kB$/m.exec(readOrEmpty(`/proc/${each}/smaps_rollup`))?.[1],
  );
  return (kibibytes.reduce((sum, each) => sum + Number(each ?? 0), 0) * 1024) / 1e6;
}

function treeOf(root: number): number[] {
  const parents = new Map(
    listOrEmpty('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [Number(name), Number(statOf(Number(name))[1])]),
  );
  const isBelow = (pid: number | undefined): boolean =>
    pid === root || (Boolean(pid) && isBelow(parents.get(pid ?? 0)));
  return [...parents.keys()].filter(isBelow);
}

/** Its own time, and that of its children that have ended. */
function ownCpuSeconds(pid: number): number {
  const ticks = statOf(pid).slice(11, 15).map(Number);
  return ticks.reduce((sum, each) => sum + each, 0) / TICKS_PER_SECOND;
}

/** The fields behind the name, which may hold anything: state, parent … */
function statOf(pid: number): string[] {
  const text = readOrEmpty(`/proc/${pid}/stat`);
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** What a process holds in memory now, in MB of 1,000,000 bytes, shared pages included. */
export function residentMb(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return (Number(kibibytes) * 1024) / 1e6;
}

/** The scheduler's own account, in ns: the one of `/proc/<pid>/stat` is rounded to 10 ms a process. */
function cpuTimes(pids: readonly number[]): CpuTimes {
  const threads = pids.flatMap((pid) =>
    listOrEmpty(`/proc/${pid}/task`).map((thread) => `/proc/${pid}/task/${thread}`),
  );
  return new Map(threads.map((thread) => [thread, Number(readOrEmpty(`${thread}/schedstat`).split(' ')[0])]));
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function listOrEmpty(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
