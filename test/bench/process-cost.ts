import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

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
