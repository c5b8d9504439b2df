import type { PatternClass } from './finding.js';
import type { Row } from './row.js';

/** What a detector answers where nothing of its class goes on. */
export const NOTHING = 0;
/** What a detector answers where its earlier answer has turned out wrong. */
export const TAKEN_BACK = -1;

/** Recognises one class. Its state lies in the memory that it was made with. */
export interface Detector {
  readonly class: PatternClass;
  /** When that which goes on began. */
  readonly sinceMs: number;
  /** With this sample there is more to tell of what goes on. */
  readonly hasNews?: boolean;
  /** Looks at a sample; the strength of what goes on, `NOTHING`, or `TAKEN_BACK`. */
  step(row: Row): number;
  /** The class's own figures. */
  evidence(row: Row): Record<string, number>;
}

/** Strength of something that is so many times as large as it must be to count: 0.3 at once, 0.65 twice, 0.93 ten times. */
export function strengthOf(timesTheLimit: number, confidence = 1): number {
  return Math.max(0.01, Math.min(1, (1 - 0.7 / Math.max(1, timesTheLimit)) * confidence));
}
