import type { ClientBase } from 'pg';
import { encodeFrames } from '../block/codec.js';
import type { Frame } from '../block/frame.js';
import { BucketSums } from '../rollup/bucket.js';
import { bucketStart, type Level, levelRows } from '../rollup/level.js';
import { type HostBuckets, putBuckets } from '../block/bucket-rows.js';
import { addToBases } from '../rollup/bases.js';
import { lockRollup } from '../rollup/lock.js';
import { markAbove } from '../rollup/refresh.js';
import { keepLateFrames, readLateFrames } from './late-frames.js';
import type { SeriesFacts } from './series-facts.js';
import { COARSE_INTERVALS } from './split.js';
import type { BlockToStore } from './write-samples.js';

/**
 * Adds samples of a time whose raw ones have been dropped: to the finest level that still holds their time, and marks
 * what is made from it. The caller keeps the horizons in place, and has written the batch's bases: `newest` of them are
 * those of their series now.
 */
export async function writeLateSamples(
  client: ClientBase,
  late: ReadonlyMap<Level, readonly BlockToStore[]>,
  intervalsMs: ReadonlyMap<number, number>,
  newest: SeriesFacts['bases'],
): Promise<void> {
  if (late.size === 0) return;
  await lockRollup(client);
  for (const [level, blocks] of late) {
    const added = sumsOf(level, blocks, intervalsMs);
    await putBuckets(client, levelRows(level), added, (stored, more) => joined(level, stored, more));
    await markAbove(client, level, added);
  }
  const blocks = [...late.values()].flat();
  await addEarlierStored(client, blocks, newest);
  const ids = new Set(blocks.flatMap(({ frames }) => frames.flatMap((frame) => frame.ids)));
  await addToBases(
    client,
    blocks.map(({ frames }) => encodeFrames(frames)),
    [...ids],
  );
  await keepLateFrames(client, blocks);
}

/** A base may come after samples that it was told before: they were added to the base that it replaced. */
async function addEarlierStored(
  client: ClientBase,
  blocks: readonly BlockToStore[],
  newest: SeriesFacts['bases'],
): Promise<void> {
  if (newest.size === 0) return;
  const fromMs = [...newest.values()].reduce((firstMs, { timeMs }) => Math.min(firstMs, timeMs), Infinity);
  const hostIds = [...new Set(blocks.map(({ hostId }) => hostId))];
  await addToBases(client, await readLateFrames(client, hostIds, fromMs), [...newest.keys()]);
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
