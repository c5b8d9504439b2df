import { COUNTERS } from '@weir/model';
import type { ClientBase } from 'pg';
import type { BlockRow } from '../block/copy-out.js';
import { readRaw, readRows } from '../block/rows.js';
import { BaseSums, type Span } from './base-sums.js';
import { bucketStart, levelRows, MINUTES } from './level.js';

/**
 * A total is the newest base and all raw samples since. Samples that are no longer raw are added to the bases of the given
 * series, as far as they are not older. A base's time stays, since samples of that time may still come.
 */
export async function addToBases(
  client: ClientBase,
  blocks: Iterable<Uint8Array>,
  ids: readonly number[],
): Promise<void> {
  const sums = new BaseSums(await readBases(client, ids));
  for (const block of blocks) sums.add(block);
  await writeSums(client, sums);
}

/**
 * Adds samples that are about to be dropped to the bases that are older: those of series that have long been idle or gone.
 * Writers wait meanwhile, so it reads the minutes, which are all made by then, and samples only from a base to its next minute.
 */
export async function moveBases(client: ClientBase, span: Span): Promise<void> {
  for (const [hostId, bases] of await readOldBases(client, span)) {
    const range = { hostIds: [hostId], ...span };
    await addBlocks(client, new BaseSums(bases, span), readRows(client, levelRows(MINUTES), range));
    for (const [minuteMs, some] of byMinute(bases, span.fromMs)) {
      const minute = { fromMs: minuteMs, untilMs: minuteMs + MINUTES.bucketMs };
      await addBlocks(client, new BaseSums(some, minute), readRaw(client, { ...range, ...minute }));
    }
  }
}

async function addBlocks(
  client: ClientBase,
  sums: BaseSums,
  chunks: AsyncIterable<readonly BlockRow[]>,
): Promise<void> {
  for await (const rows of chunks) for (const { frames } of rows) sums.add(frames);
  await writeSums(client, sums);
}

/** The bases in the midst of a minute, by that; those of a minute's very start have all of it in its bucket. */
function byMinute(bases: ReadonlyMap<number, number>, fromMs: number): Map<number, Map<number, number>> {
  const minutes = new Map<number, Map<number, number>>();
  for (const [id, ms] of bases) {
    const minuteMs = bucketStart(MINUTES, ms);
    if (ms < fromMs || ms === minuteMs) continue;
    const others = minutes.get(minuteMs) ?? new Map<number, number>();
    minutes.set(minuteMs, others.set(id, ms));
  }
  return minutes;
}

const MAX_BIGINT = '9223372036854775807';

async function writeSums(client: ClientBase, { sums }: BaseSums): Promise<void> {
  if (sums.size === 0) return;
  const added = COUNTERS.map((_, index) => `least(counters[${index + 1}]::numeric + c${index}, ${MAX_BIGINT})::bigint`);
  const names = COUNTERS.map((_, index) => `c${index}`).join(', ');
  const places = COUNTERS.map((_, index) => `$${index + 2}::numeric[]`).join(', ');
  await client.query(
    `UPDATE counter_base SET counters = ARRAY[${added.join(', ')}]
     FROM unnest($1::int[], ${places}) AS added (series_id, ${names})
     WHERE counter_base.series_id = added.series_id`,
    [[...sums.keys()], ...COUNTERS.map((_, index) => [...sums.values()].map((each) => each[index]?.toString()))],
  );
}

const BASE_MS = '(extract(epoch FROM time) * 1000)::float8 AS ms';

/** When each series' base was told, ms since 1970. */
async function readBases(client: ClientBase, ids: readonly number[]): Promise<Map<number, number>> {
  if (ids.length === 0) return new Map();
  const { rows } = await client.query<{ series_id: number; ms: number }>(
    `SELECT series_id, ${BASE_MS} FROM counter_base WHERE series_id = ANY ($1::int[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.series_id, row.ms]));
}

/** The inventory that lists something no longer comes after its last sample, but clocks may differ. */
const GONE_LONG_MS = 2 * 24 * 3_600_000;

/**
 * By host, the series whose base was told before a span ends, and when; ms since 1970. Not those that were gone long before
 * it began: where containers come and go, these are nearly all, and writers wait.
 */
async function readOldBases(client: ClientBase, { fromMs, untilMs }: Span): Promise<Map<number, Map<number, number>>> {
  const { rows } = await client.query<{ host_id: number; series_id: number; ms: number }>(
    `SELECT host_id, series_id, ${BASE_MS} FROM counter_base JOIN series USING (series_id) JOIN host USING (host_id)
     WHERE time < to_timestamp($1::float8 / 1000)
       AND least(gone_at, last_seen) >= to_timestamp($2::float8 / 1000)`,
    [untilMs, fromMs - GONE_LONG_MS],
  );
  const hosts = new Map<number, Map<number, number>>();
  for (const { host_id: hostId, series_id: id, ms } of rows) {
    const bases = hosts.get(hostId) ?? new Map<number, number>();
    hosts.set(hostId, bases.set(id, ms));
  }
  return hosts;
}
