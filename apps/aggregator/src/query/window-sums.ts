import { type Counter, COUNTERS } from '@weir/model';
import { scanBlock } from '../store/block/codec.js';
import type { FrameSink } from '../store/block/frame.js';
import { stillUnread, type UnreadStretch } from '../store/block/made-up.js';
import { overlapMs, type Range, type Span } from './averages.js';
import type { HostBlocks } from './host-blocks.js';
import type { Unit } from './members.js';
import { setApart } from './set-apart.js';

/** What a unit counted in windows that end together. */
export interface UnitSums {
  readonly unit: Unit;
  /** For each window, what each counter counted in it; a sample that reaches over its edge counts in proportion. */
  readonly sums: readonly Float64Array[];
  /** From the begin of the unit's first sample to the end of its last: a sample proves life. */
  readonly sampled: Range;
  /** When its one series could not be read. */
  readonly unread: readonly Span[];
}

/** The same of all units of a host. */
export interface HostSums {
  readonly presence: readonly Span[];
  readonly units: readonly UnitSums[];
}

/** Sums up a host's raw blocks over windows. A series that could not be read at times is set apart from its unit. */
export function sumWindows(
  { host, segments }: HostBlocks,
  windows: readonly Range[],
  counters: readonly Counter[],
): HostSums {
  const blocks = segments.flatMap((segment) => segment.blocks);
  const first = scan(blocks, host.units, windows, counters);
  const unread = stillUnread(first.unreadStretches, blocks);
  const apart = setApart(host, new Set(unread.map(({ seriesId }) => seriesId)));
  const sink = apart === host ? first : scan(blocks, apart.units, windows, counters);
  const units = apart.units.map((unit, index) => ({
    ...{ unit, sums: sink.sumsOf(index), sampled: sink.sampledOf(index) },
    unread: unit.seriesIds.length === 1 ? unread.filter(({ seriesId }) => seriesId === unit.seriesIds[0]) : [],
  }));
  return { presence: sink.presence, units };
}

function scan(
  blocks: readonly Uint8Array[],
  units: readonly Unit[],
  windows: readonly Range[],
  counters: readonly Counter[],
): WindowSink {
  const sink = new WindowSink(units, windows, counters.length);
  const columns = counters.map((counter) => COUNTERS.indexOf(counter));
  for (const block of blocks) scanBlock(block, columns, (id) => sink.has(id), sink);
  return sink;
}

class WindowSink implements FrameSink {
  readonly presence: Span[] = [];
  readonly unreadStretches: UnreadStretch[] = [];
  private readonly sums: Float64Array;
  private readonly sampled: { fromMs: number; untilMs: number }[];
  private readonly unitOf = new Map<number, number>();
  private startMs: Float64Array = new Float64Array(0);
  private ms: Float64Array = new Float64Array(0);
  /** For each window, which share of each frame lies in it. */
  private shares: Float64Array[] = [];

  constructor(
    units: readonly Unit[],
    private readonly windows: readonly Range[],
    private readonly counters: number,
  ) {
    this.sums = new Float64Array(units.length * windows.length * counters);
    this.sampled = units.map(() => ({ fromMs: Infinity, untilMs: -Infinity }));
    for (const [unit, { seriesIds }] of units.entries()) for (const id of seriesIds) this.unitOf.set(id, unit);
  }

  has(id: number): boolean {
    return this.unitOf.has(id);
  }

  sumsOf(unit: number): Float64Array[] {
    return this.windows.map((_, window) => {
      const start = (unit * this.windows.length + window) * this.counters;
      return this.sums.subarray(start, start + this.counters);
    });
  }

  sampledOf(unit: number): Range {
    return this.sampled[unit] ?? { fromMs: Infinity, untilMs: -Infinity };
  }

  frames(startMs: Float64Array, ms: Float64Array, presenceMs: Float64Array): void {
    this.startMs = startMs;
    this.ms = ms;
    this.shares = this.windows.map((window) =>
      startMs.map((start, frame) => {
        const length = ms[frame] ?? 0;
        return length > 0 ? overlapMs({ startMs: start, ms: length }, window) / length : 0;
      }),
    );
    for (let frame = 0; frame < startMs.length; frame += 1) {
      if (presenceMs[frame]) this.present({ startMs: startMs[frame] ?? 0, ms: presenceMs[frame] ?? 0 });
    }
  }

  series(id: number, count: number, frames: Uint32Array, columns: readonly Float64Array[]): void {
    const unit = this.unitOf.get(id) ?? 0;
    this.prove(unit, frames[0] ?? 0, frames[count - 1] ?? 0);
    for (const [window, shares] of this.shares.entries()) {
      const row = (unit * this.windows.length + window) * this.counters;
      for (let counter = 0; counter < this.counters; counter += 1) {
        const column = columns[counter] as Float64Array;
        let sum = 0;
        for (let index = 0; index < count; index += 1) {
          sum += (column[index] as number) * (shares[frames[index] as number] as number);
        }
        (this.sums[row + counter] as number) += sum;
      }
    }
  }

  unread(id: number, frame: number, ms: number): void {
    this.unreadStretches.push({ seriesId: id, startMs: this.startMs[frame] ?? 0, ms });
  }

  /** Samples follow each other without a gap mostly: then they are one span. */
  private present(span: Span): void {
    const last = this.presence.at(-1);
    if (last && last.startMs + last.ms === span.startMs) {
      this.presence[this.presence.length - 1] = { startMs: last.startMs, ms: last.ms + span.ms };
    } else this.presence.push(span);
  }

  private prove(unit: number, first: number, last: number): void {
    const sampled = this.sampled[unit];
    if (!sampled) return;
    sampled.fromMs = Math.min(sampled.fromMs, this.startMs[first] ?? Infinity);
    sampled.untilMs = Math.max(sampled.untilMs, (this.startMs[last] ?? -Infinity) + (this.ms[last] ?? 0));
  }
}
