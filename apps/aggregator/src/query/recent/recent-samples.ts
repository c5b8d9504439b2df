import type { ClientBase } from 'pg';
import { readLateWrites } from '../../store/late-writes.js';
import type { Range, Span } from '../averages.js';
import type { Grid } from '../grid.js';
import {
  inOrder,
  joined,
  type ReadSamples,
  readSamples,
  type SampledSeries,
  selected,
  type SeriesSamples,
} from '../series-samples.js';
import { Kept } from '../shared/kept.js';
import type { Moment } from './moment.js';
import { changedFromMs, type Known, type Renewal, renewalOf } from './renewal.js';

interface KeptSamples extends Known {
  readonly samples: SeriesSamples;
}

/** Those of some hundred interfaces that are looked at. */
const MOST_BYTES = 32 * 2 ** 20;
const BYTES_A_SAMPLE = 250;
const BYTES_A_SPAN = 60;
const BYTES_A_SERIES = 1_000;
/** What ends earlier is nobody's view of now. */
const REACHES_INTO_NOW_MS = 60_000;

/**
 * The newest samples of single interfaces, kept from one question to the next: whoever looks at one asks every few seconds for its
 * last quarter of an hour, of which all but the newest seconds are as they were. Exact as `RecentHosts` is, by the same notes.
 */
export class RecentSamples {
  private readonly kept = new Kept<KeptSamples>(MOST_BYTES);

  /** What it holds in memory, about. */
  get bytes(): number {
    return this.kept.bytes;
  }

  /** Reads them as `readSamples` does, on a snapshot of this moment. */
  readerAt(moment: Moment): ReadSamples {
    return (client, series, fromMs, untilMs) => this.read(client, series, { fromMs, untilMs }, moment);
  }

  private async read(
    client: ClientBase,
    series: SampledSeries,
    { fromMs, untilMs }: Range,
    moment: Moment,
  ): Promise<SeriesSamples> {
    if (untilMs < moment.nowMs - REACHES_INTO_NOW_MS) return readSamples(client, series, fromMs, untilMs);
    const name = `${series.hostId}/${series.seriesId}`;
    const grid = { startMs: fromMs, stepMs: 1, count: untilMs - fromMs };
    const known = this.kept.get(name);
    const renewal = known ? await readRenewal(client, series, known, grid, moment) : null;
    const samples =
      known && renewal
        ? await renewed(client, series, known.samples, renewal, grid)
        : await readSamples(client, series, fromMs, untilMs);
    this.kept.set(name, { grid, moment, samples }, bytesOf(samples));
    return samples;
  }
}

async function readRenewal(
  client: ClientBase,
  { hostId }: SampledSeries,
  known: Known,
  grid: Grid,
  moment: Moment,
): Promise<Renewal | null> {
  const late = await readLateWrites(client, known.moment.xmin, changedFromMs(known) - grid.stepMs);
  const own = late?.filter((each) => each.hostId === null || each.hostId === hostId);
  return own ? renewalOf(known, grid, moment, own) : null;
}

/** What ends before the renewal stays as it is; all else lies in the rows that are read anew. */
async function renewed(
  client: ClientBase,
  series: SampledSeries,
  known: SeriesSamples,
  { fromMs, rowsFromMs }: Renewal,
  { startMs, count }: Grid,
): Promise<SeriesSamples> {
  const news = await readSamples(client, series, rowsFromMs, startMs + count, true);
  const isNew = (span: Span): boolean => span.startMs + span.ms > fromMs;
  return inOrder(
    joined(
      selected(known, (span) => span.startMs >= startMs && !isNew(span)),
      selected(news, isNew),
    ),
  );
}

function bytesOf({ presence, samples, unread }: SeriesSamples): number {
  return BYTES_A_SERIES + samples.length * BYTES_A_SAMPLE + (presence.length + unread.length) * BYTES_A_SPAN;
}
