import type { ClientBase } from 'pg';
import { encodeFrames } from '../block/codec.js';
import type { Frame } from '../block/frame.js';
import { BucketSums } from '../rollup/bucket.js';
import { bucketStart, type Level } from '../rollup/level.js';
import { type HostBuckets, putBuckets } from '../rollup/level-rows.js';
import { addToBases } from '../rollup/bases.js';
import { lockRollup } from '../rollup/lock.js';
import { markAbove } from '../rollup/refresh.js';
import { COARSE_INTERVALS } from './split.js';
import type { BlockToStore } from './write-samples.js';

/**
 * Adds samples of a time whose raw ones have been dropped: to the finest level that still holds their time, and marks
 * what is made from it. The caller keeps the horizons in place, and has written the batch's bases.
 */
export async function writeLateSamples(
  client: ClientBase,
  late: ReadonlyMap<Level, readonly BlockToStore[]>,
  intervalsMs: ReadonlyMap<number, number>,
): Promise<void> {
  if (late.size === 0) return;
  await lockRollup(client);
  for (const [level, blocks] of late) {
    const added = sumsOf(level, blocks, intervalsMs);
    await putBuckets(client, level, added, (stored, more) => joined(level, stored, more));
    await markAbove(client, level, added);
  }
  const frames = [...late.values()].flat().flatMap((block) => block.frames);
  await addToBases(client, frames);
}

/** What a later sample of the same batch reaches over is no gap. */
function sumsOf(
  level: Level,
  blocks: readonly BlockToStore[],
  intervalsMs: ReadonlyMap<number, number>,
): HostBuckets[] {
  return blocks.map(({ hostId, frames }) => {
    const sums = new BucketSums(level, new Set(frames.map(({ startMs }) => bucketStart(level, startMs))));
    sums.addSamples([encodeFrames(frames)], COARSE_INTERVALS * (intervalsMs.get(hostId) ?? 0));
    return { hostId, buckets: sums.frames() };
  });
}

function joined(level: Level, stored: Frame, more: Frame): Frame {
  const sums = new BucketSums(level, new Set([stored.startMs]));
  sums.addBuckets([encodeFrames([stored, more])]);
  return sums.frames()[0] ?? stored;
}
