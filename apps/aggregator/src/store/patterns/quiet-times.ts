import type { Pool } from 'pg';

/** A time in which what a host does says nothing of what is usual there; ms since 1970. */
export interface QuietTime {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Whether any of these times has some of an interval; all in ms since 1970. */
export function isQuietIn(quietTimes: readonly QuietTime[], startMs: number, endMs: number): boolean {
  return quietTimes.some(({ fromMs, untilMs }) => fromMs < endMs && startMs < untilMs);
}

/** The same, of these hosts. */
export interface WantedQuiet extends QuietTime {
  readonly hostUuids: readonly string[];
}

/** The analysis begins with no older samples than these. */
const KEPT_DAYS = 14;

// What is no longer wanted was quiet until now; what has not begun yet never was.
const KEEP = `
WITH given AS (
  SELECT * FROM unnest($1::text[], $2::float8[], $3::float8[]) AS given (uuid, from_ms, until_ms)),
wanted AS (
  SELECT host_id, to_timestamp(from_ms / 1000) AS from_at, max(to_timestamp(until_ms / 1000)) AS until_at
  FROM given JOIN host ON host.id = given.uuid::uuid GROUP BY 1, 2),
unwanted AS (
  SELECT host_id, from_at FROM quiet_time
  WHERE until_at > to_timestamp($4::float8 / 1000)
    AND NOT EXISTS (SELECT FROM wanted WHERE wanted.host_id = quiet_time.host_id AND wanted.from_at = quiet_time.from_at)),
ended AS (
  UPDATE quiet_time SET until_at = to_timestamp($4::float8 / 1000)
  WHERE (host_id, from_at) IN (SELECT * FROM unwanted) AND from_at < to_timestamp($4::float8 / 1000)),
forgotten AS (
  DELETE FROM quiet_time
  WHERE until_at < to_timestamp($4::float8 / 1000) - interval '${KEPT_DAYS} days'
    OR ((host_id, from_at) IN (SELECT * FROM unwanted) AND from_at >= to_timestamp($4::float8 / 1000)))
INSERT INTO quiet_time AS known SELECT * FROM wanted
ON CONFLICT (host_id, from_at) DO UPDATE SET until_at = EXCLUDED.until_at WHERE known.until_at <> EXCLUDED.until_at`;

/** Writes all times of quiet that are not over or begin soon; those that are not among them any more end now. */
export async function keepQuietTimes(pool: Pool, wanted: readonly WantedQuiet[], nowMs: number): Promise<void> {
  const rows = wanted.flatMap(({ hostUuids, ...time }) => hostUuids.map((uuid) => ({ uuid, ...time })));
  await pool.query(KEEP, [
    rows.map(({ uuid }) => uuid),
    rows.map(({ fromMs }) => fromMs),
    rows.map(({ untilMs }) => untilMs),
    nowMs,
  ]);
}

/** Reads the times of quiet of all hosts, by host. */
export async function readQuietTimes(pool: Pool): Promise<ReadonlyMap<number, readonly QuietTime[]>> {
  const { rows } = await pool.query<QuietTime & { hostId: number }>(
    `SELECT host_id AS "hostId", (extract(epoch FROM from_at) * 1000)::float8 AS "fromMs",
       (extract(epoch FROM until_at) * 1000)::float8 AS "untilMs" FROM quiet_time ORDER BY host_id, from_at`,
  );
  const byHost = new Map<number, QuietTime[]>();
  for (const { hostId, ...time } of rows) byHost.set(hostId, [...(byHost.get(hostId) ?? []), time]);
  return byHost;
}
