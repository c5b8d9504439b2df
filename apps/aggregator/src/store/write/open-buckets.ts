import type { BucketMark } from '../marks.js';
import { MINUTES } from '../rollup/level.js';

/**
 * The marks that this process has committed of buckets that are still open. A refresh takes the marks of closed buckets
 * only, once every writer who still found them open has ended: so one mark does for all the batches of a minute.
 */
export class OpenBuckets {
  /** Host id → start of its newest marked bucket, ms since 1970. */
  private readonly marked = new Map<number, number>();

  /** The marks that a batch still has to make. `nowMs` = the database's clock, read after the writers' lock was taken. */
  missing(dirty: ReadonlyMap<number, ReadonlySet<number>>, nowMs: number): BucketMark[] {
    const isKept = (hostId: number, bucketMs: number): boolean =>
      this.marked.get(hostId) === bucketMs && nowMs < bucketMs + MINUTES.closedAfterMs;
    return [...dirty].flatMap(([hostId, buckets]) =>
      [...buckets].filter((bucketMs) => !isKept(hostId, bucketMs)).map((bucketMs) => ({ hostId, bucketMs })),
    );
  }

  /** Remembers marks, once they are committed. */
  keep(marks: readonly BucketMark[]): void {
    for (const { hostId, bucketMs } of marks) {
      if (bucketMs > (this.marked.get(hostId) ?? -Infinity)) this.marked.set(hostId, bucketMs);
    }
  }

  /** Forgets all, after the database turned out to hold something else than was remembered. */
  forget(): void {
    this.marked.clear();
  }
}
