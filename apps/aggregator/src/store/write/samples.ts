import { COUNTERS, type TrafficMessage } from '@weir/model';
import { BinaryRows, type EncodedTime, encodeTime } from './binary-rows.js';
import type { Directory } from './directory.js';
import { isCoarse, type Piece, pieces, shares } from './split.js';

const BUCKET_MS = 60_000;

/** Rows for the raw tables, or of their shape. */
export interface SampleRows {
  readonly traffic: BinaryRows;
  readonly presence: BinaryRows;
  readonly unread: BinaryRows;
}

/** The rows that a batch of traffic messages adds to the raw tables, and the 1-minute buckets that they change. */
export interface Samples {
  readonly raw: SampleRows;
  /** Of a time whose raw rows have been dropped: they go straight into the roll-up. */
  readonly late: SampleRows;
  /** Host id → starts of buckets, ms since 1970. */
  readonly dirty: ReadonlyMap<number, ReadonlySet<number>>;
}

/** Turns messages into rows: time is the start of the interval, and a coarse sample is split at minute borders. */
export function samplesOf(
  messages: readonly TrafficMessage[],
  directory: Directory,
  intervalsMs: ReadonlyMap<number, number>,
  rawSinceMs: number,
): Samples {
  const samples = { raw: emptyRows(1 << 20), late: emptyRows(4_096), dirty: new Map<number, Set<number>>() };
  const rowsAt = (startMs: number): SampleRows => (startMs >= rawSinceMs ? samples.raw : samples.late);
  for (const message of messages) {
    const hostId = directory.hostId(message.host);
    const startMs = message.at - message.ms;
    const cut = isCoarse(message.ms, intervalsMs.get(hostId) ?? message.ms)
      ? pieces(startMs, message.ms)
      : [{ startMs, ms: message.ms }];
    const times = cut.map((piece) => encodeTime(piece.startMs));
    addTraffic(rowsAt, message, directory, cut, times);
    cut.forEach((piece, index) => {
      const time = times[index] as EncodedTime;
      const rows = rowsAt(piece.startMs);
      if (message.part === 0) rows.presence.add(time, hostId, piece.ms, []);
      for (const key of message.unread) rows.unread.add(time, directory.series(message.host, key).id, piece.ms, []);
      if (rows === samples.raw) markDirty(samples.dirty, hostId, piece.startMs);
    });
  }
  return samples;
}

function emptyRows(trafficBytes: number): SampleRows {
  return { traffic: new BinaryRows(trafficBytes), presence: new BinaryRows(4_096), unread: new BinaryRows(4_096) };
}

function addTraffic(
  rowsAt: (startMs: number) => SampleRows,
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
      rowsAt(message.at - message.ms).traffic.add(times[0] as EncodedTime, id, message.ms, deltas);
    } else {
      addSplit(rowsAt, id, deltas, cut, times);
    }
  });
}

/** A piece in which nothing moved needs no row: where the host was present, a missing row is zero. */
function addSplit(
  rowsAt: (startMs: number) => SampleRows,
  seriesId: number,
  deltas: readonly number[],
  cut: readonly Piece[],
  times: readonly EncodedTime[],
): void {
  const split = deltas.map((delta) => shares(delta, cut));
  cut.forEach((piece, index) => {
    const portion = split.map((counter) => counter[index] ?? 0);
    if (portion.some((delta) => delta > 0))
      rowsAt(piece.startMs).traffic.add(times[index] as EncodedTime, seriesId, piece.ms, portion);
  });
}

function markDirty(dirty: Map<number, Set<number>>, hostId: number, startMs: number): void {
  const buckets = dirty.get(hostId) ?? new Set<number>();
  buckets.add(Math.floor(startMs / BUCKET_MS) * BUCKET_MS);
  dirty.set(hostId, buckets);
}
