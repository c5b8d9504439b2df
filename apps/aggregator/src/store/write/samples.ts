import { COUNTERS, type TrafficMessage } from '@weir/model';
import { BinaryRows, type EncodedTime, encodeTime } from './binary-rows.js';
import type { Directory } from './directory.js';
import { isCoarse, type Piece, pieces, shares } from './split.js';

const BUCKET_MS = 60_000;

/** The rows that a batch of traffic messages adds to the raw tables, and the 1-minute buckets that they change. */
export interface Samples {
  readonly traffic: BinaryRows;
  readonly presence: BinaryRows;
  readonly unread: BinaryRows;
  /** Host id → starts of buckets, ms since 1970. */
  readonly dirty: ReadonlyMap<number, ReadonlySet<number>>;
}

/** Turns messages into rows: time is the start of the interval, and a coarse sample is split at minute borders. */
export function samplesOf(
  messages: readonly TrafficMessage[],
  directory: Directory,
  intervalsMs: ReadonlyMap<number, number>,
): Samples {
  const samples = {
    traffic: new BinaryRows(1 << 20),
    presence: new BinaryRows(),
    unread: new BinaryRows(4_096),
    dirty: new Map<number, Set<number>>(),
  };
  for (const message of messages) {
    const hostId = directory.hostId(message.host);
    const startMs = message.at - message.ms;
    const cut = isCoarse(message.ms, intervalsMs.get(hostId) ?? message.ms)
      ? pieces(startMs, message.ms)
      : [{ startMs, ms: message.ms }];
    const times = cut.map((piece) => encodeTime(piece.startMs));
    addTraffic(samples.traffic, message, directory, cut, times);
    cut.forEach((piece, index) => {
      const time = times[index] as EncodedTime;
      if (message.part === 0) samples.presence.add(time, hostId, piece.ms, []);
      for (const key of message.unread) samples.unread.add(time, directory.series(message.host, key).id, piece.ms, []);
      markDirty(samples.dirty, hostId, piece.startMs);
    });
  }
  return samples;
}

function addTraffic(
  rows: BinaryRows,
  message: TrafficMessage,
  directory: Directory,
  cut: readonly Piece[],
  times: readonly EncodedTime[],
): void {
  const columns = COUNTERS.map((counter) => message.columns[counter]);
  message.keys.forEach((key, index) => {
    const { id } = directory.series(message.host, key);
    const deltas = columns.map((column) => column[index] ?? 0);
    if (cut.length === 1) {
      rows.add(times[0] as EncodedTime, id, message.ms, deltas);
    } else {
      addSplit(rows, id, deltas, cut, times);
    }
  });
}

/** A piece in which nothing moved needs no row: where the host was present, a missing row is zero. */
function addSplit(
  rows: BinaryRows,
  seriesId: number,
  deltas: readonly number[],
  cut: readonly Piece[],
  times: readonly EncodedTime[],
): void {
  const split = deltas.map((delta) => shares(delta, cut));
  cut.forEach((piece, index) => {
    const portion = split.map((counter) => counter[index] ?? 0);
    if (portion.some((delta) => delta > 0)) rows.add(times[index] as EncodedTime, seriesId, piece.ms, portion);
  });
}

function markDirty(dirty: Map<number, Set<number>>, hostId: number, startMs: number): void {
  const buckets = dirty.get(hostId) ?? new Set<number>();
  buckets.add(Math.floor(startMs / BUCKET_MS) * BUCKET_MS);
  dirty.set(hostId, buckets);
}
