import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import type { BlockRow } from '../../store/block/copy-out.js';
import { readRows } from '../../store/block/rows.js';
import { mergeValues, type PackedKind, type Values } from '../../store/states/kind.js';
import { stateRows, toldRows } from '../../store/states/packed-rows.js';
import type { Span } from '../averages.js';
import { type Bins, emptyBins } from '../bins.js';
import type { Grid } from '../grid.js';
import { type Piece, piecesOf } from './pieces.js';
import type { StateSegment } from './state-grid.js';
import { readStates, type Told, type ToldOfHost } from './told.js';

/** What one thing (container, namespace, peer) did in each bucket of a grid. */
export interface Thing {
  /** In the shape of a bucket of its kind; null = nothing was told of it. */
  readonly values: (Values | null)[];
  /** ms that were told of. */
  readonly told: Bins;
  /** ms in which it could not be read. */
  readonly unread: Bins;
}

/** The things of one host. */
export interface HostThings {
  /** ms in which the host told of things of this kind at all. */
  readonly presence: Bins;
  readonly things: Map<number, Thing>;
}

/** What is told may reach so far over the begin of a stretch. */
const REACH_MS = 60_000;

/** Reads what things did, by host; `ids` are those wanted. */
export async function readThings(
  client: ClientBase,
  kind: PackedKind,
  grid: Grid,
  segments: readonly StateSegment[],
  hostIds: readonly number[],
  ids: ReadonlySet<number>,
): Promise<Map<number, HostThings>> {
  const hosts = new Map<number, HostThings>(
    hostIds.map((hostId) => [hostId, { presence: emptyBins(grid), things: new Map<number, Thing>() }]),
  );
  for (const segment of segments) {
    const filling = new Filling(kind, grid, segment);
    for await (const rows of rowsOf(client, kind, segment, hostIds)) {
      for (const [hostId, told] of readStates(kind, segment.level !== null, rows, ids)) {
        filling.add(hosts.get(hostId), told);
      }
      await nextTurn();
    }
  }
  return hosts;
}

function rowsOf(
  client: ClientBase,
  kind: PackedKind,
  { level, fromMs, untilMs }: StateSegment,
  hostIds: readonly number[],
): AsyncIterable<readonly BlockRow[]> {
  if (level) return readRows(client, stateRows(kind, level), { hostIds, fromMs, untilMs });
  return readRows(client, toldRows(kind), { hostIds, fromMs: fromMs - REACH_MS, untilMs });
}

/** A thing of which nothing was told. */
export function emptyThing(grid: Grid): Thing {
  return { values: Array.from({ length: grid.count }, () => null), told: emptyBins(grid), unread: emptyBins(grid) };
}

/** Puts what was told in a segment into the buckets of a grid. */
class Filling {
  constructor(
    private readonly kind: PackedKind,
    private readonly grid: Grid,
    private readonly segment: StateSegment,
  ) {}

  add(host: HostThings | undefined, { presence, told, unread }: ToldOfHost): void {
    if (!host) return;
    for (const span of presence) this.addMs(host.presence, span);
    for (const each of told) this.addTold(this.thingOf(host, each.id), each);
    for (const { id, ...span } of unread) this.addMs(this.thingOf(host, id).unread, span);
  }

  private thingOf({ things }: HostThings, id: number): Thing {
    let thing = things.get(id);
    if (!thing) things.set(id, (thing = emptyThing(this.grid)));
    return thing;
  }

  private addTold({ values, told }: Thing, each: Told): void {
    const bucketValues = this.segment.level ? each.values : this.kind.asBucket(each.values, each.ms);
    for (const { bucket, share } of this.pieces(each)) {
      const piece = share === 1 ? bucketValues : this.partOf(bucketValues, share);
      const known = values[bucket];
      values[bucket] = known ? mergeValues(this.kind, known, piece) : piece;
      told[bucket] = (told[bucket] ?? 0) + each.ms * share;
    }
  }

  /** What is counted is divided; what is measured is the same in each part. */
  private partOf(values: Values, share: number): Values {
    return this.kind.columns.map(({ merge }, index) => {
      const value = values[index] ?? null;
      return value !== null && merge === 'sum' ? value * share : value;
    });
  }

  private addMs(bins: Bins, span: Span): void {
    for (const { bucket, share } of this.pieces(span)) bins[bucket] = (bins[bucket] ?? 0) + span.ms * share;
  }

  private pieces(span: Span): Piece[] {
    return piecesOf(this.grid, this.segment, span);
  }
}
