import { scanBlock } from '../../store/block/codec.js';
import type { BlockRow } from '../../store/block/copy-out.js';
import type { FrameSink } from '../../store/block/frame.js';
import { isMadeUp } from '../../store/block/made-up.js';
import type { PackedKind, Values } from '../../store/states/kind.js';
import { unpackOptional } from '../../store/states/optional.js';
import type { Span } from '../averages.js';

/** What was told of one thing over one stretch of time. */
export interface Told extends Span {
  readonly id: number;
  readonly values: Values;
}

/** What blocks hold of one host, in the order of time. */
export interface ToldOfHost {
  /** When the host told of things of this kind. */
  readonly presence: readonly Span[];
  readonly told: readonly Told[];
  /** When things could not be read. */
  readonly unread: readonly (Span & { readonly id: number })[];
}

/** Reads blocks of a kind, by host; `isLevel` = they hold buckets and not states as told. What is not wanted is left out. */
export function readStates(
  kind: PackedKind,
  isLevel: boolean,
  rows: readonly BlockRow[],
  wanted: Pick<ReadonlySet<number>, 'has'>,
): Map<number, ToldOfHost> {
  const count = isLevel ? kind.columns.length : kind.toldColumns;
  const columns = Array.from({ length: count }, (_, column) => column);
  const sinks = new Map<number, ToldSink>();
  for (const { hostId, frames } of rows) {
    const sink = sinks.get(hostId) ?? new ToldSink();
    sinks.set(hostId, sink);
    scanBlock(frames, columns, (id) => wanted.has(id), sink);
  }
  return new Map([...sinks].map(([hostId, sink]) => [hostId, sink.finish(isLevel)]));
}

class ToldSink implements FrameSink {
  private readonly presence: Span[] = [];
  private readonly told: Told[] = [];
  private readonly missed: (Span & { readonly id: number })[] = [];
  private startMs: Float64Array = new Float64Array(0);
  private ms: Float64Array = new Float64Array(0);

  frames(startMs: Float64Array, ms: Float64Array, presenceMs: Float64Array): void {
    this.startMs = startMs;
    this.ms = ms;
    for (const [frame, present] of presenceMs.entries()) {
      if (present > 0) this.presence.push({ startMs: startMs[frame] ?? 0, ms: present });
    }
  }

  series(id: number, count: number, frames: Uint32Array, columns: readonly Float64Array[]): void {
    for (let row = 0; row < count; row += 1) {
      const frame = frames[row] ?? 0;
      const values = columns.map((column) => unpackOptional(column[row] ?? 0));
      this.told.push({ id, startMs: this.startMs[frame] ?? 0, ms: this.ms[frame] ?? 0, values });
    }
  }

  unread(id: number, frame: number, ms: number): void {
    this.missed.push({ id, startMs: this.startMs[frame] ?? 0, ms });
  }

  finish(isLevel: boolean): ToldOfHost {
    const { presence, told, missed } = this;
    told.sort((a, b) => a.startMs - b.startMs);
    return { presence, told, unread: isLevel ? missed : stillMissed(missed, told) };
  }
}

/** Without what could not be read at first but was read later; in a level that is settled. */
function stillMissed(missed: ToldOfHost['unread'], told: readonly Told[]): ToldOfHost['unread'] {
  const ids = new Set(missed.map(({ id }) => id));
  const own = told.filter(({ id }) => ids.has(id));
  return missed.filter((gap) => !own.some((each) => each.id === gap.id && isMadeUp(gap, each)));
}
