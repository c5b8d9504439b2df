import type { Span } from '../averages.js';
import type { Grid } from '../grid.js';
import type { StateSegment } from './state-grid.js';

/** The part of a state that lies in one bucket. */
export interface Piece {
  readonly bucket: number;
  /** How much of the state that is, 0 to 1. */
  readonly share: number;
}

/** The buckets of a grid that a state belongs to; none where it is not of the segment. */
export function piecesOf(grid: Grid, segment: StateSegment, { startMs, ms }: Span): Piece[] {
  const { stepMs, count } = grid;
  const first = Math.floor((startMs - grid.startMs) / stepMs);
  if (!segment.cuts) {
    const isOfIt = startMs >= segment.fromMs && startMs < segment.untilMs && first >= 0 && first < count;
    return isOfIt ? [{ bucket: first, share: 1 }] : [];
  }
  const pieces: Piece[] = [];
  const last = Math.min(count, Math.ceil((startMs + ms - grid.startMs) / stepMs));
  for (let bucket = Math.max(0, first); bucket < last; bucket += 1) {
    const bucketMs = grid.startMs + bucket * stepMs;
    const pieceMs = Math.min(startMs + ms, bucketMs + stepMs) - Math.max(startMs, bucketMs);
    pieces.push({ bucket, share: pieceMs / ms });
  }
  return pieces;
}
