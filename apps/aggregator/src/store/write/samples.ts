import { COUNTERS, type TrafficMessage } from '@weir/model';
import type { Frame } from '../block/frame.js';
import { bucketStart, MINUTES } from '../rollup/level.js';
import type { Directory, KnownSeries } from './directory.js';
import { isCoarse, type Piece, pieces, shares } from './split.js';

/** The frames that a batch of traffic messages adds, and the 1-minute buckets that they change; by host id. */
export interface Samples {
  readonly frames: ReadonlyMap<number, readonly Frame[]>;
  /** How many values of series the frames hold. */
  readonly rows: number;
}

/** Turns messages into frames: they begin where their interval does, and a coarse sample is split at minute borders. */
export function samplesOf(
  messages: readonly TrafficMessage[],
  directory: Directory,
  intervalsMs: ReadonlyMap<number, number>,
): Samples {
  const frames = new Map<number, Frame[]>();
  let rows = 0;
  for (const message of messages) {
    const hostId = directory.hostId(message.host);
    const frame = frameOf(message, directory);
    const cut = isCoarse(message.ms, intervalsMs.get(hostId) ?? message.ms) ? split(frame) : [frame];
    const others = frames.get(hostId);
    if (others) others.push(...cut);
    else frames.set(hostId, cut);
    for (const { ids } of cut) rows += ids.length;
  }
  return { frames, rows };
}

/** The 1-minute bucket that a frame belongs to, as ms since 1970. */
export function minuteOf({ startMs }: Frame): number {
  return bucketStart(MINUTES, startMs);
}

function frameOf(message: TrafficMessage, directory: Directory): Frame {
  const { host, at, ms, part, keys, unread, columns } = message;
  const moved = inOrder(directory.seriesOf(host, keys));
  const missed = inOrder(directory.seriesOf(host, unread));
  return {
    startMs: at - ms,
    ms,
    presenceMs: part === 0 ? ms : 0,
    ids: moved.ids,
    columns: COUNTERS.map((counter) => picked(columns[counter], moved.indexes)),
    unreadIds: missed.ids,
    unreadMs: missed.ids.map(() => ms),
  };
}

/** Series by id, and where each stands in its message. */
interface Places {
  readonly ids: number[];
  readonly indexes: number[];
}

/** More than a message holds keys: id and index make one number, and numbers are sorted without a function. */
const PLACES = 2 ** 15;

function inOrder(series: readonly KnownSeries[]): Places {
  const places = new Float64Array(series.length);
  series.forEach(({ id }, index) => (places[index] = id * PLACES + index));
  const [ids, indexes]: [number[], number[]] = [[], []];
  for (const place of places.sort()) {
    ids.push(Math.floor(place / PLACES));
    indexes.push(place % PLACES);
  }
  return { ids, indexes };
}

function picked(values: readonly number[], indexes: readonly number[]): number[] {
  const chosen: number[] = [];
  for (const index of indexes) chosen.push(values[index] ?? 0);
  return chosen;
}

/** A piece in which a series did not move needs no value: where the host was present, a missing one is zero. */
function split(frame: Frame): Frame[] {
  const cut = pieces(frame.startMs, frame.ms);
  const portions = frame.columns.map((column) => column.map((delta) => (delta === 0 ? [] : shares(delta, cut))));
  return cut.map((piece, index) => pieceOf(frame, piece, portions, index));
}

function pieceOf(frame: Frame, { startMs, ms }: Piece, portions: readonly number[][][], piece: number): Frame {
  const at = (column: readonly number[][], place: number): number => column[place]?.[piece] ?? 0;
  const moved = frame.ids.flatMap((_, place) => (portions.some((column) => at(column, place) > 0) ? [place] : []));
  return {
    startMs,
    ms,
    presenceMs: frame.presenceMs > 0 ? ms : 0,
    ids: moved.map((place) => frame.ids[place] as number),
    columns: portions.map((column) => moved.map((place) => at(column, place))),
    unreadIds: frame.unreadIds,
    unreadMs: frame.unreadIds.map(() => ms),
  };
}
