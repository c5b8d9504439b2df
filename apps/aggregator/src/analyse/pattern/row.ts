import type { Baseline } from '../baseline/baseline.js';
import type { Directions } from './directions.js';
import type { History } from './history.js';
import type { Stretch } from './stretch.js';

/**
 * One sample with all that the detectors ask of it. One object serves every series, one after the other: what has to outlive
 * the sample is in the state of the series.
 */
export class Row {
  atMs = 0;
  startMs = 0;
  lengthMs = 0;
  /** The usual length of samples. */
  stepMs = 0;
  /** Nothing is known of the time just before. */
  isAfterGap = false;
  /** Both ways together, per second; NaN = unknown, as are the others. */
  bytes = NaN;
  rxBytes = NaN;
  txBytes = NaN;
  rxPackets = NaN;
  txPackets = NaN;
  errors = NaN;
  dropped = NaN;
  capacity = NaN;
  /** Usual bytes a second now. */
  expected = 0;
  /** How far the sample is from that, in standard deviations. */
  deviations = 0;
  /** A known job is doing what it always does. */
  isJobRunning = false;
  /** An event is going on: not to be learnt. */
  isEvent = false;
  /** It is more than a burst. */
  isOtherEvent = false;

  constructor(
    readonly baseline: Baseline,
    readonly directions: Directions,
    readonly history: History,
    readonly stretch: Stretch,
  ) {}

  /** Whether bytes are known, and enough was seen before to judge them. */
  get isJudged(): boolean {
    return this.bytes === this.bytes && this.baseline.isReady;
  }

  /** The smallest time that says something, in samples and in time. */
  atLeast(samples: number, windowMs: number): number {
    return Math.max(samples * this.stepMs, windowMs);
  }
}
