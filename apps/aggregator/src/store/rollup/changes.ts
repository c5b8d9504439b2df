import type { HostMarks } from '../marks.js';
import type { Level } from './level.js';

/** Buckets that are made from one reading of some hosts, in their order. */
export interface Changed {
  readonly hosts: readonly number[];
  readonly bucketsMs: readonly number[];
}

/** All that lies between two buckets is read as well: so those of yesterday and those of now are read apart. */
const MOST_BUCKETS_APART = 10;

/** Hosts of which the same buckets are marked are read together: almost always, all of them. */
export function changesOf(level: Level, marks: readonly HostMarks[]): Changed[] {
  const changes = new Map<string, { hosts: number[]; bucketsMs: readonly number[] }>();
  for (const { hostId, bucketsMs } of marks) {
    for (const run of runsOf(bucketsMs, MOST_BUCKETS_APART * level.bucketMs)) {
      const name = run.join();
      const changed = changes.get(name) ?? { hosts: [], bucketsMs: run };
      changed.hosts.push(hostId);
      changes.set(name, changed);
    }
  }
  return [...changes.values()];
}

function runsOf(bucketsMs: readonly number[], mostMs: number): number[][] {
  const runs: number[][] = [];
  let beforeMs = -Infinity;
  for (const bucketMs of bucketsMs.toSorted((one, other) => one - other)) {
    if (bucketMs - beforeMs > mostMs) runs.push([]);
    runs.at(-1)?.push(bucketMs);
    beforeMs = bucketMs;
  }
  return runs;
}
