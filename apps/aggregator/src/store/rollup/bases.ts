import { COUNTERS } from '@weir/model';
import type { ClientBase } from 'pg';
import type { Frame } from '../block/frame.js';

/**
 * A total is the newest base and all raw samples since. Samples that are no longer raw, or soon not, are added to the
 * bases of their series (of those given), as far as they are not older. A base's time stays, since samples of that time
 * may still come.
 */
export async function addToBases(
  client: ClientBase,
  frames: readonly Frame[],
  ids: readonly number[] = [...new Set(frames.flatMap((frame) => frame.ids))],
): Promise<void> {
  const sums = sumsSince(await readBases(client, ids), frames);
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

const MAX_BIGINT = '9223372036854775807';

/** When each series' base was told, ms since 1970. */
async function readBases(client: ClientBase, ids: readonly number[]): Promise<Map<number, number>> {
  if (ids.length === 0) return new Map();
  const { rows } = await client.query<{ series_id: number; ms: number }>(
    `SELECT series_id, (extract(epoch FROM time) * 1000)::float8 AS ms FROM counter_base WHERE series_id = ANY ($1::int[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.series_id, row.ms]));
}

function sumsSince(bases: ReadonlyMap<number, number>, frames: readonly Frame[]): Map<number, bigint[]> {
  const sums = new Map<number, bigint[]>();
  for (const frame of frames) {
    frame.ids.forEach((id, place) => {
      if (frame.startMs < (bases.get(id) ?? Infinity)) return;
      const known = sums.get(id) ?? COUNTERS.map(() => 0n);
      sums.set(
        id,
        known.map((sum, counter) => sum + BigInt(frame.columns[counter]?.[place] ?? 0)),
      );
    });
  }
  return sums;
}
