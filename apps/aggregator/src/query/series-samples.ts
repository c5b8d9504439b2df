import { COUNTERS, perCounter } from '@weir/model';
import type { ClientBase } from 'pg';
import { scanBlock } from '../store/block/codec.js';
import type { Sample, Span } from './averages.js';
import { readRaw } from '../store/block/rows.js';

/** What is stored of one series in a stretch of time, as measured; each in order of time. */
export interface SeriesSamples {
  /** When its host was present. */
  readonly presence: readonly Span[];
  readonly samples: readonly Sample[];
  /** When it could not be read. */
  readonly unread: readonly Span[];
}

/** An interface, as samples of it are found. */
export interface SampledSeries {
  readonly hostId: number;
  readonly seriesId: number;
}

/** Reads the samples of a series that begin in [fromMs, untilMs), ms since 1970. */
export type ReadSamples = (
  client: ClientBase,
  series: SampledSeries,
  fromMs: number,
  untilMs: number,
) => Promise<SeriesSamples>;

/** Samples of a series, each of which is read once: what is asked for next mostly lies in what was asked for before. */
export class SampleReader {
  private fromMs = Infinity;
  private untilMs = -Infinity;
  private known: SeriesSamples = { presence: [], samples: [], unread: [] };

  /** `readNewest` = how the newest samples are read; all that is earlier comes from the store. */
  constructor(
    private readonly client: ClientBase,
    private readonly series: SampledSeries,
    private readonly readNewest: ReadSamples = readSamples,
  ) {}

  /** The samples that begin in [fromMs, untilMs), ms since 1970. */
  async between(fromMs: number, untilMs: number): Promise<SeriesSamples> {
    if (this.fromMs > this.untilMs || untilMs > this.untilMs) {
      [this.fromMs, this.untilMs] = [fromMs, untilMs];
      this.known = await this.readNewest(this.client, this.series, fromMs, untilMs);
    } else if (fromMs < this.fromMs) {
      const earlier = await readSamples(this.client, this.series, fromMs, this.fromMs);
      this.fromMs = fromMs;
      this.known = joined(earlier, this.known);
    }
    if (fromMs === this.fromMs && untilMs === this.untilMs) return this.known;
    return selected(this.known, ({ startMs }) => startMs >= fromMs && startMs < untilMs);
  }
}

/** Those of the samples, and of all else, that a condition holds for. */
export function selected(
  { presence, samples, unread }: SeriesSamples,
  isWanted: (span: Span) => boolean,
): SeriesSamples {
  return { presence: presence.filter(isWanted), samples: samples.filter(isWanted), unread: unread.filter(isWanted) };
}

/** Both together; those of the other follow. */
export function joined(one: SeriesSamples, other: SeriesSamples): SeriesSamples {
  return {
    presence: [...one.presence, ...other.presence],
    samples: [...one.samples, ...other.samples],
    unread: [...one.unread, ...other.unread],
  };
}

/** Reads them from the store. Where rows are told apart by their begin alone, those that began before are left out. */
export async function readSamples(
  client: ClientBase,
  { hostId, seriesId }: SampledSeries,
  fromMs: number,
  untilMs: number,
  isByRow = false,
): Promise<SeriesSamples> {
  const found = { presence: [] as Span[], samples: [] as Sample[], unread: [] as Span[] };
  for await (const rows of readRaw(client, { hostIds: [hostId], fromMs, untilMs, isByRow })) {
    for (const { frames } of rows) addBlock(found, frames, seriesId);
  }
  return inOrder(selected(found, ({ startMs }) => startMs >= fromMs && startMs < untilMs));
}

/** Sorts them by their begin. */
export function inOrder({ presence, samples, unread }: SeriesSamples): SeriesSamples {
  const sorted = <T extends Span>(spans: readonly T[]): T[] => [...spans].sort((a, b) => a.startMs - b.startMs);
  return { presence: sorted(presence), samples: sorted(samples), unread: sorted(unread) };
}

function addBlock(
  { presence, samples, unread }: { presence: Span[]; samples: Sample[]; unread: Span[] },
  block: Uint8Array,
  seriesId: number,
): void {
  let spans: Span[] = [];
  scanBlock(
    block,
    COUNTERS.map((_, column) => column),
    (id) => id === seriesId,
    {
      frames: (starts, lengths, presenceMs) => {
        spans = Array.from(starts, (startMs, frame) => ({ startMs, ms: lengths[frame] ?? 0 }));
        for (const [frame, span] of spans.entries()) {
          if (presenceMs[frame]) presence.push({ startMs: span.startMs, ms: presenceMs[frame] ?? 0 });
        }
      },
      series: (_, count, frames, columns) => {
        for (let row = 0; row < count; row += 1) {
          const span = spans[frames[row] ?? 0];
          if (span) samples.push({ ...span, deltas: perCounter((_, index) => columns[index]?.[row] ?? 0) });
        }
      },
      unread: (_, frame, ms) => {
        const span = spans[frame];
        if (span) unread.push({ startMs: span.startMs, ms });
      },
    },
  );
}
