import type { ClientBase } from 'pg';
import type { Frame } from './block/frame.js';
import { deleteOld, MOMENT } from './delete.js';

/** A sample is late where it begins so long before it is written, or reaches so far from where its row begins. */
export const LATE_AFTER_MS = 10_000;
export const REACH_MS = 5_000;

/** So long it is known what was written late. */
export const LATE_KEPT_MS = 600_000;
/** Of more hosts in a batch, such as those of a backlog, it is only noted that it was many. */
const MOST_HOSTS = 50;

/** Who read everything needs no more than this of what was written late since: where there is more, all is read again. */
const MOST_NOTES = 500;

/** Raw samples that were written late: of a host, or, where there is none, of many; they lie in [firstMs, untilMs), ms since 1970. */
export interface LateWrite {
  readonly hostId: number | null;
  readonly firstMs: number;
  readonly untilMs: number;
  /** Which transaction wrote them. */
  readonly writtenBy: bigint;
}

interface Row {
  readonly hostId: number;
  readonly frames: readonly Frame[];
}

/**
 * Notes which of the rows that a transaction writes are late. What is not noted begins at most LATE_AFTER_MS before this, and
 * reaches at most REACH_MS from where its row begins: so who read everything a moment ago knows what to read again.
 * Nothing but the COMMIT may come after it: a transaction that waited for others would be late without a note.
 */
export async function noteLateWrites(client: ClientBase, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const late = lateOf(rows, await readClock(client));
  if (late.length === 0) return;
  await client.query(
    `INSERT INTO late_writes (written_at, host_id, first, until)
     SELECT clock_timestamp(), host_id, to_timestamp(first / 1000), to_timestamp(until / 1000)
     FROM unnest($1::int[], $2::float8[], $3::float8[]) AS late (host_id, first, until)`,
    [late.map(({ hostId }) => hostId), late.map(({ firstMs }) => firstMs), late.map(({ untilMs }) => untilMs)],
  );
}

/** The database's clock, ms since 1970: not that of its transaction, which stood still while that waited. */
async function readClock(client: ClientBase): Promise<number> {
  const sql = 'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms';
  return (await client.query<{ ms: number }>(sql)).rows[0]?.ms ?? NaN;
}

/** Forgets what was written late longer ago than anybody asks. */
export async function forgetLateWrites(client: ClientBase, nowMs: number): Promise<void> {
  await deleteOld(client, 'late_writes', `written_at < ${MOMENT}`, nowMs - LATE_KEPT_MS);
}

/**
 * What was written late by transactions that a snapshot did not have, or reaches behind a moment (ms since 1970); null where
 * that is so much that to look at it, host by host, would cost more than it saves.
 */
export async function readLateWrites(
  client: ClientBase,
  sinceXmin: bigint,
  behindMs: number,
): Promise<LateWrite[] | null> {
  const { rows } = await client.query<Omit<LateWrite, 'writtenBy'> & { readonly writtenBy: string }>(
    // Each half has an index of its own, which an OR would not use.
    `SELECT host_id AS "hostId", (extract(epoch FROM first) * 1000)::float8 AS "firstMs",
       (extract(epoch FROM until) * 1000)::float8 AS "untilMs", written_by::text AS "writtenBy"
     FROM (SELECT * FROM late_writes WHERE written_by >= $1::text::xid8
       UNION ALL SELECT * FROM late_writes WHERE until > to_timestamp($2::float8 / 1000) AND written_by < $1::text::xid8
     ) AS late LIMIT ${MOST_NOTES + 1}`,
    [String(sinceXmin), behindMs],
  );
  if (rows.length > MOST_NOTES) return null;
  return rows.map((row) => ({ ...row, writtenBy: BigInt(row.writtenBy) }));
}

function lateOf(rows: readonly Row[], nowMs: number): Omit<LateWrite, 'writtenBy'>[] {
  const late = new Map<number, { firstMs: number; untilMs: number }>();
  for (const { hostId, frames } of rows) {
    const span = spanOf(frames);
    if (span.firstMs >= nowMs - LATE_AFTER_MS && span.untilMs - span.firstMs <= REACH_MS) continue;
    late.set(hostId, joined(late.get(hostId), span));
  }
  if (late.size <= MOST_HOSTS) return [...late].map(([hostId, span]) => ({ hostId, ...span }));
  return [{ hostId: null, ...[...late.values()].reduce(joined) }];
}

interface Span {
  readonly firstMs: number;
  readonly untilMs: number;
}

function spanOf(frames: readonly Frame[]): Span {
  return {
    firstMs: frames.reduce((firstMs, { startMs }) => Math.min(firstMs, startMs), Infinity),
    untilMs: frames.reduce((untilMs, { startMs, ms }) => Math.max(untilMs, startMs + ms), -Infinity),
  };
}

function joined(one: Span | undefined, other: Span): Span {
  if (!one) return other;
  return { firstMs: Math.min(one.firstMs, other.firstMs), untilMs: Math.max(one.untilMs, other.untilMs) };
}
