import type { Frame } from '../block/frame.js';
import { isMadeUp } from '../block/made-up.js';
import { type PackedKind, mergeValues, type Values } from './kind.js';
import { alignedTo } from '../block/window.js';
import { packOptional, unpackOptional } from './optional.js';

interface Bucket {
  presenceMs: number;
  readonly values: Map<number, Values>;
  readonly unreadMs: Map<number, number>;
}

/** Buckets of one host and one kind, by start in ms since 1970, to which samples and other buckets are added. */
export class Buckets {
  private readonly buckets = new Map<number, Bucket>();

  constructor(
    private readonly kind: PackedKind,
    private readonly bucketMs: number,
  ) {}

  /** Adds samples as they were told, in the order of time; each belongs to the bucket that it begins in. */
  addSamples(samples: readonly Frame[]): void {
    for (const sample of samples) this.add(sample, (values) => this.kind.asBucket(values, sample.ms));
  }

  /** Adds buckets of this length or a shorter one, in the order of time. */
  addBuckets(buckets: readonly Frame[]): void {
    for (const bucket of buckets) this.add(bucket, (values) => values);
  }

  /** The buckets as frames. */
  frames(): Frame[] {
    return [...this.buckets].map(([startMs, bucket]) => ({ startMs, ms: this.bucketMs, ...this.packed(bucket) }));
  }

  private add(frame: Frame, asBucket: (values: Values) => Values): void {
    const bucket = this.at(alignedTo(this.bucketMs, frame.startMs));
    bucket.presenceMs += frame.presenceMs;
    frame.ids.forEach((id, row) => {
      const told = asBucket(frame.columns.map((column) => unpackOptional(column[row] ?? 0)));
      const known = bucket.values.get(id);
      bucket.values.set(id, known ? mergeValues(this.kind, known, told) : told);
    });
    frame.unreadIds.forEach((id, row) => {
      bucket.unreadMs.set(id, (bucket.unreadMs.get(id) ?? 0) + (frame.unreadMs[row] ?? 0));
    });
  }

  private at(startMs: number): Bucket {
    let bucket = this.buckets.get(startMs);
    if (!bucket) this.buckets.set(startMs, (bucket = { presenceMs: 0, values: new Map(), unreadMs: new Map() }));
    return bucket;
  }

  private packed({ presenceMs, values, unreadMs }: Bucket): Omit<Frame, 'startMs' | 'ms'> {
    const ids = ascending(values);
    const unreadIds = ascending(unreadMs);
    return {
      presenceMs,
      ids,
      columns: this.kind.columns.map((_, column) => ids.map((id) => packOptional(values.get(id)?.[column] ?? null))),
      unreadIds,
      unreadMs: unreadIds.map((id) => unreadMs.get(id) ?? 0),
    };
  }
}

/** What could not be read is made up for by a sample that is at most this long: an hour is read back for it. */
export const LONGEST_MADE_UP_MS = 3_600_000;

/**
 * Leaves out of samples what could not be read at first but was read later: by a sample of the same thing that reaches over
 * the middle of the stretch, so it is no gap.
 */
export function withoutMadeUp(samples: readonly Frame[]): Frame[] {
  return samples.map((sample) => {
    const gaps = sample.unreadIds.map((id, row) => {
      const gap = { startMs: sample.startMs, ms: sample.unreadMs[row] ?? 0 };
      return !samples.some((other) => isMadeUp(gap, other) && other.ids.includes(id));
    });
    if (gaps.every(Boolean)) return sample;
    return {
      ...sample,
      unreadIds: sample.unreadIds.filter((_, row) => gaps[row]),
      unreadMs: sample.unreadMs.filter((_, row) => gaps[row]),
    };
  });
}

function ascending(keyed: ReadonlyMap<number, unknown>): number[] {
  return [...keyed.keys()].sort((a, b) => a - b);
}
