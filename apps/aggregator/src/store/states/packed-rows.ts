import type { ClientBase } from 'pg';
import { decodeFrames, encodeFrames } from '../block/codec.js';
import type { Frame } from '../block/frame.js';
import { type StateLevel, alignedTo } from './level.js';

/** A span of time, ms since 1970; its end is not part of it. */
export interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Frames of each host. */
export type FramesByHost = ReadonlyMap<number, readonly Frame[]>;

/** The frames of hosts that begin within a span, by start; `rowMs` = how far before it a row may begin that holds some. */
export async function readFrames(
  client: ClientBase,
  table: string,
  hostIds: readonly number[],
  { fromMs, untilMs }: Span,
  rowMs: number,
): Promise<Map<number, Frame[]>> {
  const { rows } = await client.query<{ host_id: number; frames: Buffer }>(
    `SELECT host_id, frames FROM ${table} WHERE host_id = ANY ($1::int[])
       AND time > to_timestamp($2::float8 / 1000) AND time < to_timestamp($3::float8 / 1000)`,
    [hostIds, fromMs - rowMs, untilMs],
  );
  const found = new Map<number, Frame[]>();
  for (const { host_id: hostId, frames } of rows) {
    const within = decodeFrames(frames).filter(({ startMs }) => startMs >= fromMs && startMs < untilMs);
    found.set(hostId, [...(found.get(hostId) ?? []), ...within]);
  }
  for (const frames of found.values()) frames.sort((a, b) => a.startMs - b.startMs);
  return found;
}

/** Puts buckets of a level into their rows, instead of those of the same start. The caller holds the roll-up's lock. */
export async function putBuckets(
  client: ClientBase,
  table: string,
  level: StateLevel,
  made: FramesByHost,
): Promise<void> {
  const wanted = [...made].flatMap(([hostId, frames]) => byRow(level, frames).map((row) => ({ hostId, ...row })));
  if (wanted.length === 0) return;
  const span = {
    fromMs: Math.min(...wanted.map(({ rowStartMs }) => rowStartMs)),
    untilMs: Math.max(...wanted.map(({ rowStartMs }) => rowStartMs)) + level.rowMs,
  };
  const known = await readFrames(client, table, [...made.keys()], span, 1);
  const rows = wanted.map(({ hostId, rowStartMs, frames }) => {
    const replaced = new Set(frames.map(({ startMs }) => startMs));
    const kept = (known.get(hostId) ?? []).filter(
      ({ startMs }) => alignedTo(level.rowMs, startMs) === rowStartMs && !replaced.has(startMs),
    );
    return { hostId, rowStartMs, block: encodeFrames([...kept, ...frames]) };
  });
  await client.query(
    `INSERT INTO ${table} (time, host_id, frames)
     SELECT to_timestamp(ms / 1000), host_id, frames
     FROM unnest($1::float8[], $2::int[], $3::bytea[]) AS row (ms, host_id, frames)
     ON CONFLICT (host_id, time) DO UPDATE SET frames = EXCLUDED.frames`,
    [rows.map(({ rowStartMs }) => rowStartMs), rows.map(({ hostId }) => hostId), rows.map(({ block }) => block)],
  );
}

function byRow(level: StateLevel, frames: readonly Frame[]): { rowStartMs: number; frames: Frame[] }[] {
  const rows = new Map<number, Frame[]>();
  for (const frame of frames) {
    const rowStartMs = alignedTo(level.rowMs, frame.startMs);
    rows.set(rowStartMs, [...(rows.get(rowStartMs) ?? []), frame]);
  }
  return [...rows].map(([rowStartMs, each]) => ({ rowStartMs, frames: each }));
}
