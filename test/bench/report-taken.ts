import { treeCpuSeconds, treeMemoryMb } from './process-cost.js';

/** What something took: CPU of the aggregator and of the database, how long the first kept others waiting, what both held at most. */
export interface Taken {
  readonly cpuSeconds: number;
  readonly databaseCpuSeconds: number;
  readonly turnMs: number;
  readonly peakMb: number;
  readonly databaseMb: number;
}

/** What the database takes until it is asked for. */
export function watchDatabase(pid: number): {
  taken(): { readonly databaseCpuSeconds: number; readonly databaseMb: number };
} {
  const cpu = treeCpuSeconds(pid);
  let databaseMb = treeMemoryMb(pid);
  const timer = setInterval(() => (databaseMb = Math.max(databaseMb, treeMemoryMb(pid))), 500);
  return {
    taken: () => {
      clearInterval(timer);
      return { databaseCpuSeconds: treeCpuSeconds(pid) - cpu, databaseMb: Math.max(databaseMb, treeMemoryMb(pid)) };
    },
  };
}
