import type { StateMessage } from '@weir/model';
import type { ClientBase } from 'pg';
import { putBuckets } from '../block/bucket-rows.js';
import type { Frame } from '../block/frame.js';
import { alignedTo } from '../block/window.js';
import { markMoments } from '../marks.js';
import { Buckets, withoutMadeUp } from './buckets.js';
import { addHostStateSql } from './host-state.sql.js';
import { PACKED_KINDS, type PackedKind } from './kind.js';
import { type StateLevel, stateLevelAbove } from './level.js';
import { lockStateRollup } from './lock.js';
import { readFrames, stateRows } from './packed-rows.js';
import { sampleOf, type StateIds } from './samples.js';

/** Ids of hosts, and of what states are told of. */
export interface HostIds extends StateIds {
  hostId(host: string): number;
}

/**
 * Adds states whose time is no longer kept as told straight to the buckets of a level. Sums, extremes and the time covered
 * stay exact; a mean is weighted by that time.
 */
export async function addLateStates(
  client: ClientBase,
  level: StateLevel,
  messages: readonly StateMessage[],
  hostRows: readonly object[],
  ids: HostIds,
): Promise<void> {
  await lockStateRollup(client);
  if (hostRows.length > 0) await client.query(addHostStateSql(level), [JSON.stringify(hostRows)]);
  for (const kind of PACKED_KINDS) await addPacked(client, level, kind, framesByHost(kind, messages, ids));
  const above = stateLevelAbove(level.name);
  if (!above) return;
  await markMoments(
    client,
    above,
    messages.map(({ host, at, ms }) => ({ hostId: ids.hostId(host), ms: at - ms })),
  );
}

async function addPacked(
  client: ClientBase,
  level: StateLevel,
  kind: PackedKind,
  samples: ReadonlyMap<number, readonly Frame[]>,
): Promise<void> {
  if (samples.size === 0) return;
  const table = stateRows(kind, level);
  const touched = [...samples.values()].flat().map(({ startMs }) => alignedTo(level.bucketMs, startMs));
  const span = { fromMs: Math.min(...touched), untilMs: Math.max(...touched) + level.bucketMs };
  const known = await readFrames(client, table, [...samples.keys()], span);
  const added = [...samples].map(([hostId, frames]) => {
    const starts = new Set(frames.map(({ startMs }) => alignedTo(level.bucketMs, startMs)));
    const buckets = new Buckets(kind, level.bucketMs);
    buckets.addBuckets((known.get(hostId) ?? []).filter(({ startMs }) => starts.has(startMs)));
    buckets.addSamples(withoutMadeUp(frames));
    return { hostId, buckets: buckets.frames() };
  });
  await putBuckets(client, table, added);
}

function framesByHost(kind: PackedKind, messages: readonly StateMessage[], ids: HostIds): Map<number, Frame[]> {
  const found = new Map<number, Frame[]>();
  for (const message of messages) {
    const sample = sampleOf(message, kind, ids);
    const hostId = ids.hostId(message.host);
    if (sample) found.set(hostId, [...(found.get(hostId) ?? []), sample]);
  }
  for (const frames of found.values()) frames.sort((a, b) => a.startMs - b.startMs);
  return found;
}
