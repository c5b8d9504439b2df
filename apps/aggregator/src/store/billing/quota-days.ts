import type { MomentRange } from '@weir/model';
import type { Pool } from 'pg';
import { MS } from '../ms.sql.js';

/** What a quota's subject counted on one of its days; times are ms since 1970. */
export interface QuotaDayRow extends MomentRange {
  readonly receivedBytes: bigint;
  readonly transmittedBytes: bigint;
  /** Of the time that its interfaces were there, over all hosts, so much is known; ms. */
  readonly coveredMs: number;
  readonly aliveMs: number;
  /** As far as was counted: `toMs` where the day was over. */
  readonly countedUntilMs: number;
  readonly countedMs: number;
}

/** Some days of a quota that follow each other. */
export interface QuotaSpan extends MomentRange {
  readonly quotaId: string;
}

/** What was counted in them. */
export interface SpanSum {
  readonly receivedBytes: bigint;
  readonly transmittedBytes: bigint;
  readonly coveredMs: number;
  readonly aliveMs: number;
  readonly countedUntilMs: number;
  /** Begin of the first day that was counted: what of the span lies before is not known. */
  readonly countedFromMs: number;
}

const AT = (place: string): string => `to_timestamp(${place}::float8 / 1000)`;

const ASKED = `
FROM ROWS FROM (unnest($1::uuid[]), unnest($2::float8[]), unnest($3::float8[])) WITH ORDINALITY AS asked (id, from_ms, until_ms, place)
JOIN quota_day ON quota_id = asked.id AND from_at >= ${AT('from_ms')} AND from_at < ${AT('until_ms')}`;

const SUMS = `
SELECT place::int AS place, sum(received_bytes)::text AS "receivedBytes", sum(transmitted_bytes)::text AS "transmittedBytes",
  sum(covered_ms)::float8 AS "coveredMs", sum(alive_ms)::float8 AS "aliveMs", max(${MS('counted_until')}) AS "countedUntilMs",
  min(${MS('from_at')}) AS "countedFromMs"
${ASKED} GROUP BY place`;

const DAYS = `
SELECT place::int AS place, ${MS('from_at')} AS "fromMs", ${MS('until_at')} AS "toMs", received_bytes::text AS "receivedBytes",
  transmitted_bytes::text AS "transmittedBytes", covered_ms::float8 AS "coveredMs", alive_ms::float8 AS "aliveMs",
  ${MS('counted_until')} AS "countedUntilMs", ${MS('counted_at')} AS "countedMs"
${ASKED} ORDER BY from_at`;

// What was counted by what the quota no longer says is not written any more: whoever changes that waits, or is waited for.
const WRITE = `
INSERT INTO quota_day (quota_id, counts, host_uuid, from_at, until_at, received_bytes, transmitted_bytes, covered_ms, alive_ms,
  counted_until, counted_at)
SELECT quota.id, quota.counts, host_uuid, ${AT('from_ms')}, ${AT('to_ms')}, received, transmitted, covered, alive, ${AT('until_ms')}, ${AT('at_ms')}
FROM ROWS FROM (unnest($1::uuid[]), unnest($2::text[]), unnest($3::float8[]), unnest($4::float8[]), unnest($5::numeric[]),
  unnest($6::numeric[]), unnest($7::bigint[]), unnest($8::bigint[]), unnest($9::float8[]), unnest($10::float8[]))
  AS day (id, counts, from_ms, to_ms, received, transmitted, covered, alive, until_ms, at_ms)
JOIN quota ON quota.id = day.id AND quota.counts = day.counts FOR SHARE OF quota
ON CONFLICT (quota_id, from_at) DO UPDATE SET
  received_bytes = greatest(quota_day.received_bytes, EXCLUDED.received_bytes),
  transmitted_bytes = greatest(quota_day.transmitted_bytes, EXCLUDED.transmitted_bytes), covered_ms = EXCLUDED.covered_ms,
  alive_ms = EXCLUDED.alive_ms, counted_until = EXCLUDED.counted_until, counted_at = EXCLUDED.counted_at
RETURNING quota_id::text AS "quotaId"`;

/** A day, and what its quota was counted by. */
export interface WrittenDay extends QuotaDayRow {
  readonly quotaId: string;
  readonly counts: string;
}

interface Whole {
  readonly receivedBytes: bigint;
  readonly transmittedBytes: bigint;
}

/** Texts of whole numbers, which may be more than 2^53. */
interface Texts {
  readonly receivedBytes: string;
  readonly transmittedBytes: string;
}

/** Sums up spans, in their order; null where no day of one was counted. */
export async function sumSpans(pool: Pool, spans: readonly QuotaSpan[]): Promise<(SpanSum | null)[]> {
  const rows = await readPlaced<SpanSum>(pool, SUMS, spans);
  const byPlace = new Map(rows.map((row) => [row.place, row]));
  return spans.map((_, index) => byPlace.get(index + 1) ?? null);
}

/** Reads the days of spans, in their order; of each the oldest first. */
export async function readDays(pool: Pool, spans: readonly QuotaSpan[]): Promise<QuotaDayRow[][]> {
  const days = spans.map((): QuotaDayRow[] => []);
  for (const row of await readPlaced<QuotaDayRow>(pool, DAYS, spans)) days[row.place - 1]?.push(row);
  return days;
}

type Placed<Row> = Row & { readonly place: number };

async function readPlaced<Row extends Whole>(
  pool: Pool,
  sql: string,
  spans: readonly QuotaSpan[],
): Promise<Placed<Row>[]> {
  const { rows } = await pool.query<Placed<Omit<Row, keyof Whole>> & Texts>(sql, [
    spans.map(({ quotaId }) => quotaId),
    spans.map(({ fromMs }) => fromMs),
    spans.map(({ toMs }) => toMs),
  ]);
  const inWhole = ({ receivedBytes, transmittedBytes }: Texts): Whole => ({
    ...{ receivedBytes: BigInt(receivedBytes), transmittedBytes: BigInt(transmittedBytes) },
  });
  return rows.map((row) => ({ ...row, ...inWhole(row) }) as unknown as Placed<Row>);
}

/** Writes days of quotas, one of each, of which no more is taken away than was written; answers which quotas still count by the same. */
export async function writeDays(pool: Pool, days: readonly WrittenDay[]): Promise<ReadonlySet<string>> {
  const column = <T>(of: (day: WrittenDay) => T): T[] => days.map(of);
  const { rows } = await pool.query<{ quotaId: string }>(WRITE, [
    ...[column(({ quotaId }) => quotaId), column(({ counts }) => counts)],
    ...[column(({ fromMs }) => fromMs), column(({ toMs }) => toMs)],
    ...[column((day) => String(day.receivedBytes)), column((day) => String(day.transmittedBytes))],
    ...[column((day) => Math.round(day.coveredMs)), column((day) => Math.round(day.aliveMs))],
    ...[column((day) => day.countedUntilMs), column((day) => day.countedMs)],
  ]);
  return new Set(rows.map(({ quotaId }) => quotaId));
}
