/**
 * What series of one host counted in one stretch of time: a sample as it was measured, or a bucket of a roll-up.
 * Every number is an integer from 0 to 2^53 - 1.
 */
export interface Frame {
  /** ms since 1970; may be before that. */
  readonly startMs: number;
  readonly ms: number;
  /** How long the host was present: all of a sample, nothing of a further part of one, what was covered of a bucket. */
  readonly presenceMs: number;
  /** The series that moved, ascending. */
  readonly ids: readonly number[];
  /** One column a counter, in the order of COUNTERS; a bucket has more, see the roll-up. One value an id. */
  readonly columns: readonly (readonly number[])[];
  /** The series that could not be read, ascending, and for how long. */
  readonly unreadIds: readonly number[];
  readonly unreadMs: readonly number[];
}

/** What is told of a block while it is scanned. What `frames` is told stays valid until its end; other arrays do during the call only. */
export interface FrameSink {
  /** Called first, once: the start, length and presence of each frame, in the order of their starts. */
  frames(startMs: Float64Array, ms: Float64Array, presenceMs: Float64Array): void;
  /**
   * Called for each wanted series that moved: in which frames (their indexes, the first `count` entries), and what each
   * asked column holds there (the first `count` entries of each).
   */
  series(id: number, count: number, frames: Uint32Array, columns: readonly Float64Array[]): void;
  /** Called for each wanted series and frame in which it could not be read. */
  unread(id: number, frame: number, ms: number): void;
}
