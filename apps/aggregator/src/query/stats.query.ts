import { Inject, Injectable } from '@nestjs/common';
import { COUNTERS, type PerCounter, perCounter } from '@weir/model';
import type { ClientBase, Pool } from 'pg';
import { LONGEST_SAMPLE_MS } from '../store/block/window.js';
import { DATABASE } from '../store/database.js';
import { readHorizons } from '../store/rollup/horizon.js';
import type { Span } from './averages.js';
import type { InterfaceRow } from './interfaces.js';
import { readSamples, type SeriesSamples } from './series-samples.js';
import { onSnapshot } from './snapshot.js';
import { endOfSpan, type InterfaceStats, STATS_WINDOW_MS, statsOf, unknownSince } from './stats.js';

interface Base {
  readonly timeMs: number;
  /** Cumulative counters, as decimal texts. */
  readonly counters: readonly string[];
}

/** Answers totals, rates and averages of one interface. */
@Injectable()
export class StatsQuery {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  async of(series: InterfaceRow): Promise<InterfaceStats> {
    return onSnapshot(this.database, async (client) => {
      const lastSeenMs = await readLastSeen(client, series);
      const newest = await readNewest(client, series, lastSeenMs);
      const totals = await readTotals(client, series, newest ? endOfSpan(newest) : lastSeenMs);
      if (!newest) return unknownSince(lastSeenMs > series.firstAt.getTime() ? lastSeenMs : null, totals);
      const endMs = endOfSpan(newest);
      const fromMs = endMs - STATS_WINDOW_MS - LONGEST_SAMPLE_MS;
      const { samples, presence, unread } = await readSamples(client, series, fromMs, endMs);
      const alive = { aliveFromMs: series.firstAt.getTime(), aliveUntilMs: series.goneAt?.getTime() ?? null };
      return statsOf(newest, totals, samples, { presence, unread, ...alive });
    });
  }
}

/** When its host was last seen, or it went, ms since 1970. */
async function readLastSeen(client: ClientBase, { hostId, goneAt }: InterfaceRow): Promise<number> {
  const { rows } = await client.query<{ ms: number }>(
    `SELECT (extract(epoch FROM least(last_seen, $2::timestamptz)) * 1000)::float8 AS ms FROM host WHERE host_id = $1`,
    [hostId, goneAt],
  );
  return rows[0]?.ms ?? 0;
}

/**
 * The newest stretch in which it was read; null where none is at hand. It is looked for ever further back, since a host
 * that is silent, or cannot read one of its interfaces, may have been so for long.
 */
async function readNewest(client: ClientBase, series: InterfaceRow, lastSeenMs: number): Promise<Span | null> {
  const horizonMs = Math.max((await readHorizons(client)).raw, series.firstAt.getTime() - LONGEST_SAMPLE_MS);
  // A sample may begin at the very moment at which it went.
  let untilMs = series.goneAt ? lastSeenMs : lastSeenMs + LONGEST_SAMPLE_MS;
  for (let spanMs = STATS_WINDOW_MS; untilMs > horizonMs; spanMs *= 2) {
    const found = newestOf(await readSamples(client, series, untilMs - spanMs, untilMs));
    if (found) return found;
    untilMs -= spanMs;
  }
  return null;
}

function newestOf({ presence, unread }: SeriesSamples): Span | null {
  const missed = new Set(unread.map(({ startMs }) => startMs));
  return presence.findLast(({ startMs }) => !missed.has(startMs)) ?? null;
}

/**
 * Its cumulative counters: those at the newest base, and every delta since, as texts since they pass 2^53. A base has taken
 * up what retention dropped of it, though a piece may still be there.
 */
async function readTotals(
  client: ClientBase,
  series: InterfaceRow,
  untilMs: number,
): Promise<PerCounter<string> | null> {
  const { rows } = await client.query<Base>(
    `SELECT (extract(epoch FROM time) * 1000)::float8 AS "timeMs", counters::text[] FROM counter_base WHERE series_id = $1`,
    [series.seriesId],
  );
  const base = rows[0];
  if (!base) return null;
  const sums = base.counters.map(BigInt);
  const fromMs = Math.max(base.timeMs, (await readHorizons(client)).raw);
  for (const { deltas } of fromMs < untilMs ? (await readSamples(client, series, fromMs, untilMs)).samples : []) {
    for (const [index, counter] of COUNTERS.entries()) sums[index] = (sums[index] ?? 0n) + BigInt(deltas[counter]);
  }
  return perCounter((_, index) => String(sums[index] ?? 0n));
}
