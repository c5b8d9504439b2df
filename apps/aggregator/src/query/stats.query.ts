import { Inject, Injectable } from '@nestjs/common';
import { COUNTERS, type PerCounter, perCounter } from '@weir/model';
import type { ClientBase, Pool } from 'pg';
import { LONGEST_SAMPLE_MS } from '../store/block/window.js';
import { DATABASE } from '../store/database.js';
import type { Span } from './averages.js';
import type { InterfaceRow } from './interfaces.js';
import { MOMENT_SQL, momentOf, type MomentRow } from './recent/moment.js';
import { RecentSamples } from './recent/recent-samples.js';
import { SampleReader, type SeriesSamples } from './series-samples.js';
import { onSnapshot } from './snapshot.js';
import { endOfSpan, type InterfaceStats, STATS_WINDOW_MS, statsOf, unknownSince } from './stats.js';

/** When its host was last seen, or it went; its newest base; and since when samples are kept. Times are ms since 1970. */
interface Facts extends MomentRow {
  readonly lastSeenMs: number;
  readonly horizonMs: number;
  readonly baseMs: number | null;
  /** Cumulative counters, as decimal texts. */
  readonly counters: readonly string[] | null;
}

/** Of a host that has just been forgotten. */
const FORGOTTEN: Facts = { lastSeenMs: 0, horizonMs: 0, baseMs: null, counters: null, nowMs: 0, snapshot: '0:0:' };

/** A sample may begin before what it reaches into; and its host may have been seen a little later than it. */
const FIRST_SPAN_MS = STATS_WINDOW_MS + 3 * LONGEST_SAMPLE_MS;

/** Answers totals, rates and averages of one interface. */
@Injectable()
export class StatsQuery {
  private readonly recent = new RecentSamples();

  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  async of(series: InterfaceRow): Promise<InterfaceStats> {
    return onSnapshot(this.database, (client) => this.readOn(client, series));
  }

  /** Asks little and reads once: while much is stored, each question waits for its turn. */
  private async readOn(client: ClientBase, series: InterfaceRow): Promise<InterfaceStats> {
    const facts = await readFacts(client, series);
    return readStats(series, facts, new SampleReader(client, series, this.recent.readerAt(momentOf(facts))));
  }
}

async function readStats(series: InterfaceRow, facts: Facts, reader: SampleReader): Promise<InterfaceStats> {
  const { horizonMs } = facts;
  const newest = await readNewest(reader, series, facts.lastSeenMs, horizonMs);
  const totals = await readTotals(reader, facts, horizonMs, newest ? endOfSpan(newest) : facts.lastSeenMs);
  const { lastSeenMs } = facts;
  if (!newest) return unknownSince(lastSeenMs > series.firstAt.getTime() ? lastSeenMs : null, totals);
  const endMs = endOfSpan(newest);
  const fromMs = endMs - STATS_WINDOW_MS - LONGEST_SAMPLE_MS;
  const { samples, presence, unread } = await reader.between(fromMs, endMs);
  const alive = { aliveFromMs: series.firstAt.getTime(), aliveUntilMs: series.goneAt?.getTime() ?? null };
  return statsOf(newest, totals, samples, { presence, unread, ...alive });
}

async function readFacts(client: ClientBase, { hostId, seriesId, goneAt }: InterfaceRow): Promise<Facts> {
  const { rows } = await client.query<Facts>(
    `SELECT (extract(epoch FROM least(last_seen, $3::timestamptz)) * 1000)::float8 AS "lastSeenMs",
       (extract(epoch FROM counter_base.time) * 1000)::float8 AS "baseMs", counters::text[],
       coalesce((SELECT (extract(epoch FROM time) * 1000)::float8 FROM horizon WHERE resolution = 'raw'), '-infinity')
         AS "horizonMs", ${MOMENT_SQL}
     FROM host LEFT JOIN counter_base ON series_id = $2 WHERE host_id = $1`,
    [hostId, seriesId, goneAt],
  );
  return rows[0] ?? FORGOTTEN;
}

/**
 * The newest stretch in which it was read; null where none is at hand. It is looked for ever further back, since a host
 * that is silent, or cannot read one of its interfaces, may have been so for long.
 */
async function readNewest(
  reader: SampleReader,
  { firstAt, goneAt }: InterfaceRow,
  lastSeenMs: number,
  rawHorizonMs: number,
): Promise<Span | null> {
  const horizonMs = Math.max(rawHorizonMs, firstAt.getTime() - LONGEST_SAMPLE_MS);
  // A sample may begin at the very moment at which it went.
  let untilMs = goneAt ? lastSeenMs : lastSeenMs + LONGEST_SAMPLE_MS;
  for (let spanMs = FIRST_SPAN_MS; untilMs > horizonMs; spanMs *= 2) {
    const found = newestOf(await reader.between(untilMs - spanMs, untilMs));
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
  reader: SampleReader,
  { baseMs, counters }: Facts,
  horizonMs: number,
  untilMs: number,
): Promise<PerCounter<string> | null> {
  if (baseMs === null || counters === null) return null;
  const sums = counters.map(BigInt);
  const fromMs = Math.max(baseMs, horizonMs);
  for (const { deltas } of fromMs < untilMs ? (await reader.between(fromMs, untilMs)).samples : []) {
    for (const [index, counter] of COUNTERS.entries()) sums[index] = (sums[index] ?? 0n) + BigInt(deltas[counter]);
  }
  return perCounter((_, index) => String(sums[index] ?? 0n));
}
