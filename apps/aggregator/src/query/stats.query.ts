import { Inject, Injectable } from '@nestjs/common';
import { type PerCounter, perCounter } from '@weir/model';
import type { ClientBase, Pool } from 'pg';
import { DATABASE } from '../store/database.js';
import type { Coverage, Sample, Span } from './averages.js';
import type { InterfaceRow } from './interfaces.js';
import { onSnapshot } from './snapshot.js';
import { LAST_SEEN_SQL, MISSED_SQL, NEWEST_SQL, PRESENT_SQL, SAMPLES_SQL, TOTALS_SQL } from './stats.sql.js';
import { endOfSpan, type InterfaceStats, LONGEST_SAMPLE_MS, STATS_WINDOW_MS, statsOf, unknownSince } from './stats.js';

/** Answers totals, rates and averages of one interface. */
@Injectable()
export class StatsQuery {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  async of(series: InterfaceRow): Promise<InterfaceStats> {
    return onSnapshot(this.database, async (client) => {
      const newest = await readNewest(client, series);
      const totals = await client.query<PerCounter<string>>(TOTALS_SQL, [series.seriesId]);
      if (!newest) return unknownSince(await readLastSeen(client, series), totals.rows[0] ?? null);
      const endMs = endOfSpan(newest);
      const { samples, coverage } = await readWindow(client, series, endMs);
      return statsOf(newest, totals.rows[0] ?? null, samples, coverage);
    });
  }
}

async function readNewest(client: ClientBase, series: InterfaceRow): Promise<Span | null> {
  const { rows } = await client.query<Span>(NEWEST_SQL, [series.hostId, series.seriesId, series.goneAt]);
  return rows[0] ?? null;
}

/** ms since 1970; null before the first sample. */
async function readLastSeen(client: ClientBase, { hostId, goneAt, firstAt }: InterfaceRow): Promise<number | null> {
  const { rows } = await client.query<{ lastSeenMs: number }>(LAST_SEEN_SQL, [hostId, goneAt]);
  const lastSeenMs = rows[0]?.lastSeenMs ?? 0;
  return lastSeenMs > firstAt.getTime() ? lastSeenMs : null;
}

async function readWindow(
  client: ClientBase,
  series: InterfaceRow,
  endMs: number,
): Promise<{ samples: Sample[]; coverage: Coverage }> {
  const window = [endMs - STATS_WINDOW_MS - LONGEST_SAMPLE_MS, endMs].map((ms) => new Date(ms).toISOString());
  const samples = await client.query<Span & PerCounter<number>>(SAMPLES_SQL, [series.seriesId, ...window]);
  const presence = await client.query<Span>(PRESENT_SQL, [series.hostId, ...window]);
  const unread = await client.query<Span>(MISSED_SQL, [series.seriesId, ...window]);
  const coverage = {
    presence: presence.rows,
    unread: unread.rows,
    aliveFromMs: series.firstAt.getTime(),
    aliveUntilMs: series.goneAt?.getTime() ?? null,
  };
  return { samples: samples.rows.map(asSample), coverage };
}

function asSample(row: Span & PerCounter<number>): Sample {
  return { startMs: row.startMs, ms: row.ms, deltas: perCounter((counter) => row[counter]) };
}
