import { COUNTERS, type TrafficMessage } from '@weir/model';
import type { ClientBase } from 'pg';
import type { Directory, KnownSeries } from './directory.js';
import { keysOf } from './directory.js';

/** Where the counters of a series stood. */
export interface Base {
  readonly timeMs: number;
  readonly counters: readonly bigint[];
}

/** What traffic messages say about their series, besides the samples. */
export interface SeriesFacts {
  /** The newest base of each series. */
  readonly bases: ReadonlyMap<number, Base>;
  /** How often each series' counters began anew, and when they did last. */
  readonly resets: ReadonlyMap<number, { readonly count: number; readonly sinceMs: number }>;
  /** Series that were alive earlier than known. */
  readonly earlier: ReadonlyMap<KnownSeries, number>;
}

/** Gathers the facts of a batch; pure. */
export function seriesFactsOf(messages: readonly TrafficMessage[], directory: Directory): SeriesFacts {
  const facts = {
    bases: new Map<number, Base>(),
    resets: new Map<number, { count: number; sinceMs: number }>(),
    earlier: new Map<KnownSeries, number>(),
  };
  for (const message of messages) {
    const timeMs = message.at - message.ms;
    const seriesOf = (keys: readonly string[]): KnownSeries[] => directory.seriesOf(message.host, keys);
    const bases = [...message.base.values()];
    seriesOf([...message.base.keys()]).forEach(({ id }, index) => {
      const counters = bases[index];
      if (counters && timeMs >= (facts.bases.get(id)?.timeMs ?? timeMs)) facts.bases.set(id, { timeMs, counters });
    });
    for (const { id } of seriesOf(message.resets)) {
      const known = facts.resets.get(id) ?? { count: 0, sinceMs: timeMs };
      facts.resets.set(id, { count: known.count + 1, sinceMs: Math.max(known.sinceMs, timeMs) });
    }
    for (const series of seriesOf(keysOf(message))) {
      if (timeMs >= series.firstAtMs) continue;
      facts.earlier.set(series, Math.min(timeMs, facts.earlier.get(series) ?? timeMs));
    }
  }
  return facts;
}

/** Writes the facts of a batch, in its transaction. Answers with the bases that are the newest of their series. */
export async function writeSeriesFacts(client: ClientBase, facts: SeriesFacts): Promise<SeriesFacts['bases']> {
  const newest = await writeBases(client, facts.bases);
  await writeResets(client, facts.resets);
  await writeEarlier(client, facts.earlier);
  return newest;
}

/** The newest base wins, in whatever order messages come. */
async function writeBases(client: ClientBase, bases: SeriesFacts['bases']): Promise<SeriesFacts['bases']> {
  if (bases.size === 0) return bases;
  const all = [...bases.values()];
  const places = COUNTERS.map((_, index) => `$${index + 3}::bigint[]`).join(', ');
  const names = COUNTERS.map((_, index) => `c${index}`).join(', ');
  const { rows } = await client.query<{ series_id: number }>(
    `INSERT INTO counter_base (series_id, time, counters)
     SELECT series_id, to_timestamp(ms / 1000), ARRAY[${names}]
     FROM unnest($1::int[], $2::float8[], ${places}) AS base (series_id, ms, ${names})
     ON CONFLICT (series_id) DO UPDATE SET time = EXCLUDED.time, counters = EXCLUDED.counters
     WHERE counter_base.time <= EXCLUDED.time
     RETURNING series_id`,
    [
      [...bases.keys()],
      all.map(({ timeMs }) => timeMs),
      ...COUNTERS.map((_, index) => all.map(({ counters }) => counters[index]?.toString())),
    ],
  );
  return new Map(rows.map(({ series_id: id }) => [id, bases.get(id) as Base]));
}

async function writeResets(client: ClientBase, resets: SeriesFacts['resets']): Promise<void> {
  if (resets.size === 0) return;
  const all = [...resets.values()];
  await client.query(
    `UPDATE series SET resets = resets + reset.count, since = greatest(since, to_timestamp(reset.ms / 1000))
     FROM unnest($1::int[], $2::int[], $3::float8[]) AS reset (series_id, count, ms)
     WHERE series.series_id = reset.series_id`,
    [[...resets.keys()], all.map(({ count }) => count), all.map(({ sinceMs }) => sinceMs)],
  );
}

async function writeEarlier(client: ClientBase, earlier: SeriesFacts['earlier']): Promise<void> {
  if (earlier.size === 0) return;
  await client.query(
    `UPDATE series SET first_at = least(first_at, to_timestamp(seen.ms / 1000))
     FROM unnest($1::int[], $2::float8[]) AS seen (series_id, ms) WHERE series.series_id = seen.series_id`,
    [[...earlier.keys()].map(({ id }) => id), [...earlier.values()]],
  );
}
