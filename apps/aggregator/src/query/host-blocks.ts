import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import type { BlockRow } from '../store/block/copy-out.js';
import { readRaw, readRows } from '../store/block/rows.js';
import { LONGEST_SAMPLE_MS } from '../store/block/window.js';
import { LEVELS, levelRows } from '../store/rollup/level.js';
import type { Segment } from './extent.js';
import type { HostUnits } from './members.js';

/** The stored blocks of a segment of time. */
export interface SegmentBlocks {
  readonly segment: Segment;
  readonly blocks: readonly Uint8Array[];
}

/** A host and all its blocks of an extent. */
export interface HostBlocks {
  readonly host: HostUnits;
  readonly segments: readonly SegmentBlocks[];
}

/** Blocks of so many series are in memory at a time; an hour of raw samples of one is about 30 kB. */
const SERIES_A_CHUNK = 1_000;
const MOST_HOSTS_A_CHUNK = 32;

/**
 * Reads the blocks of hosts, some hosts at a time. While the caller works on some, the database reads the next; in between
 * other requests have their turn.
 */
export async function* readHosts(
  client: ClientBase,
  segments: readonly Segment[],
  hosts: readonly HostUnits[],
): AsyncGenerator<HostBlocks> {
  const chunks = chunksOf(hosts, (host) => host);
  const load = (index: number): Promise<HostBlocks[]> => {
    const loaded = readChunk(client, segments, chunks[index] ?? []);
    // Handled where it is awaited; the caller may have given up by then.
    loaded.catch(() => undefined);
    return loaded;
  };
  let next = load(0);
  for (let index = 0; index < chunks.length; index += 1) {
    const chunk = await next;
    next = load(index + 1);
    for (const host of chunk) {
      await nextTurn();
      yield host;
    }
  }
}

async function readChunk(
  client: ClientBase,
  segments: readonly Segment[],
  hosts: readonly HostUnits[],
): Promise<HostBlocks[]> {
  if (hosts.length === 0) return [];
  const hostIds = hosts.map(({ hostId }) => hostId);
  const found = new Map(hostIds.map((hostId) => [hostId, segments.map((): Uint8Array[] => [])]));
  for (const [index, segment] of segments.entries()) {
    for await (const rows of rowsOf(client, segment, hostIds)) {
      for (const { hostId, frames } of rows) found.get(hostId)?.[index]?.push(frames);
    }
  }
  return hosts.map((host) => ({
    host,
    segments: segments.map((segment, index) => ({ segment, blocks: found.get(host.hostId)?.[index] ?? [] })),
  }));
}

function rowsOf(
  client: ClientBase,
  { resolution, fromMs, untilMs }: Segment,
  hostIds: readonly number[],
): AsyncIterable<readonly BlockRow[]> {
  const level = LEVELS.find(({ name }) => name === resolution);
  if (level) return readRows(client, levelRows(level), { hostIds, fromMs, untilMs });
  // A sample that makes up for an unread stretch may begin before it.
  return readRaw(client, { hostIds, fromMs: fromMs - LONGEST_SAMPLE_MS, untilMs });
}

/** Hosts, or what is of one each, by chunks, in their order: as many as are read at a time. */
export function chunksOf<Item>(items: readonly Item[], hostOf: (item: Item) => HostUnits): Item[][] {
  const chunks: Item[][] = [];
  let seriesLeft = 0;
  for (const item of items) {
    const last = chunks.at(-1);
    if (last && seriesLeft > 0 && last.length < MOST_HOSTS_A_CHUNK) last.push(item);
    else {
      chunks.push([item]);
      seriesLeft = SERIES_A_CHUNK;
    }
    seriesLeft -= hostOf(item).units.reduce((sum, { seriesIds }) => sum + seriesIds.length, 0);
  }
  return chunks;
}
