import { COUNTERS } from '@weir/model';
import { scanBlock } from '../block/codec.js';
import type { Frame, FrameSink } from '../block/frame.js';
import { stillUnread, type UnreadStretch } from '../block/made-up.js';
import { bucketStart, type Level } from './level.js';

const SUMS = COUNTERS.length;
/** Columns of a bucket after its sums: the highest rate of a single sample, bytes a second + 1; 0 = all were coarse. */
export const MAX_RX = SUMS;
export const MAX_TX = SUMS + 1;
const BUCKET_COLUMNS = SUMS + 2;
const COLUMN_INDEXES = Array.from({ length: BUCKET_COLUMNS }, (_, index) => index);
const COUNTER_INDEXES = COLUMN_INDEXES.slice(0, SUMS);

/** A sum is capped, since one hostile agent's counters must not stop everyone's roll-up. */
export const MAX_SUM = Number.MAX_SAFE_INTEGER;

/** Sums up the frames of one host in the wanted buckets of a level. */
export class BucketSums {
  private readonly presence = new Map<number, number>();
  private readonly sums = new Map<number, Map<number, Float64Array>>();
  private readonly missed = new Map<number, Map<number, number>>();

  /** `wanted` = the starts of the buckets, ms since 1970. */
  constructor(
    private readonly level: Level,
    private readonly wanted: ReadonlySet<number>,
  ) {}

  /** Adds samples; one longer than `coarseMs` says nothing about the highest rate. */
  addSamples(blocks: readonly Uint8Array[], coarseMs: number): void {
    const missed: UnreadStretch[] = [];
    const sink = this.sinkOf(
      (sums, columns, index, ms) => addSample(sums, columns, index, ms, coarseMs),
      (gap) => missed.push(gap),
    );
    for (const block of blocks) scanBlock(block, COUNTER_INDEXES, () => true, sink);
    for (const gap of stillUnread(missed, blocks)) this.addMissed(gap);
  }

  /** Adds buckets of the next finer level, or of this one. */
  addBuckets(blocks: readonly Uint8Array[]): void {
    const sink = this.sinkOf(addBucket, (gap) => this.addMissed(gap));
    for (const block of blocks) scanBlock(block, COLUMN_INDEXES, () => true, sink);
  }

  /** The buckets of which anything is known. */
  frames(): Frame[] {
    const starts = new Set([...this.presence.keys(), ...this.sums.keys(), ...this.missed.keys()]);
    return [...starts].map((startMs) => this.frameOf(startMs));
  }

  private frameOf(startMs: number): Frame {
    const sums = [...(this.sums.get(startMs) ?? [])].sort(([a], [b]) => a - b);
    const missed = [...(this.missed.get(startMs) ?? [])].sort(([a], [b]) => a - b);
    return {
      startMs,
      ms: this.level.bucketMs,
      presenceMs: this.presence.get(startMs) ?? 0,
      ids: sums.map(([id]) => id),
      columns: COLUMN_INDEXES.map((column) => sums.map(([, values]) => values[column] as number)),
      unreadIds: missed.map(([id]) => id),
      unreadMs: missed.map(([, ms]) => ms),
    };
  }

  /** Finds the bucket of each frame of a block, and what a series has counted there so far. */
  private sinkOf(add: AddValue, miss: (gap: UnreadStretch) => void): FrameSink {
    let buckets: number[] = [];
    let starts: Float64Array = new Float64Array();
    let lengths: Float64Array = new Float64Array();
    return {
      frames: (startMs, ms, presenceMs) => {
        [starts, lengths] = [startMs, ms];
        buckets = Array.from(starts, (start) => bucketStart(this.level, start));
        buckets.forEach((bucket, frame) => this.addPresence(bucket, presenceMs[frame] as number));
      },
      series: (id, count, frames, columns) => {
        for (let index = 0; index < count; index += 1) {
          const frame = frames[index] as number;
          const sums = this.sumsOf(buckets[frame] as number, id);
          if (sums) add(sums, columns, index, lengths[frame] as number);
        }
      },
      unread: (seriesId, frame, ms) => {
        if (this.wanted.has(buckets[frame] as number)) miss({ seriesId, startMs: starts[frame] as number, ms });
      },
    };
  }

  private addPresence(bucket: number, ms: number): void {
    if (this.wanted.has(bucket)) this.presence.set(bucket, (this.presence.get(bucket) ?? 0) + ms);
  }

  private addMissed({ seriesId, startMs, ms }: UnreadStretch): void {
    const bucket = bucketStart(this.level, startMs);
    const all = this.missed.get(bucket) ?? new Map<number, number>();
    this.missed.set(bucket, all.set(seriesId, (all.get(seriesId) ?? 0) + ms));
  }

  private sumsOf(bucket: number, id: number): Float64Array | null {
    if (!this.wanted.has(bucket)) return null;
    const all = this.sums.get(bucket) ?? new Map<number, Float64Array>();
    if (all.size === 0) this.sums.set(bucket, all);
    const known = all.get(id);
    if (known) return known;
    const sums = new Float64Array(BUCKET_COLUMNS);
    all.set(id, sums);
    return sums;
  }
}

type AddValue = (sums: Float64Array, columns: readonly Float64Array[], index: number, ms: number) => void;

function addSample(
  sums: Float64Array,
  columns: readonly Float64Array[],
  index: number,
  ms: number,
  coarseMs: number,
): void {
  addCounters(sums, columns, index);
  if (ms > coarseMs) return;
  const [rxBytes, txBytes] = [columns[0]?.[index] ?? 0, columns[1]?.[index] ?? 0];
  sums[MAX_RX] = Math.max(sums[MAX_RX] as number, rateOf(rxBytes, ms) + 1);
  sums[MAX_TX] = Math.max(sums[MAX_TX] as number, rateOf(txBytes, ms) + 1);
}

function addBucket(sums: Float64Array, columns: readonly Float64Array[], index: number): void {
  addCounters(sums, columns, index);
  for (const column of [MAX_RX, MAX_TX]) sums[column] = Math.max(sums[column] as number, columns[column]?.[index] ?? 0);
}

function addCounters(sums: Float64Array, columns: readonly Float64Array[], index: number): void {
  for (let counter = 0; counter < SUMS; counter += 1) {
    sums[counter] = Math.min((sums[counter] as number) + (columns[counter]?.[index] ?? 0), MAX_SUM);
  }
}

/** Whole bytes a second; one less than what a column holds at most, since 0 stands for none. */
const rateOf = (bytes: number, ms: number): number => Math.min(Math.round((bytes * 1_000) / ms), MAX_SUM - 1);
