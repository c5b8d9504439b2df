import type { Feedback } from '../../store/patterns/feedback.js';
import type { PatternEntity } from '../../store/patterns/pattern-row.js';

/** A strength is 1 - 0.7 / times, of something so many times as large as its limit. */
const SHARE_AT_THE_LIMIT = 0.7;
/** Each time that something was called not useful, its limit is raised so many times. */
const RAISED = 2;
/** Of full strength it cannot be told how many times its limit it was. */
const MOST_STRENGTH = 0.995;

/** What people said of patterns, and what follows from it for those to come. */
export class Limits {
  private readonly said: ReadonlyMap<string, Feedback>;

  constructor(feedback: readonly Feedback[]) {
    this.said = new Map(
      feedback.map((each) => [nameOf(each.hostId, each.entityKind, each.entityKey, each.class), each]),
    );
  }

  /** The strength of a pattern by the limit as people raised it; 0 where it is below it. */
  strength(hostId: number, { kind, key }: PatternEntity, patternClass: string, strength: number): number {
    const times = this.said.get(nameOf(hostId, kind, key, patternClass))?.notUseful ?? 0;
    return times === 0 ? strength : raised(strength, times);
  }

  /** Whether a pattern that began at a moment was to be expected. */
  isExpected(hostId: number, { kind, key }: PatternEntity, patternClass: string, startMs: number): boolean {
    const untilMs = this.said.get(nameOf(hostId, kind, key, patternClass))?.expectedUntilMs ?? null;
    return untilMs !== null && startMs < untilMs;
  }
}

function raised(strength: number, times: number): number {
  const timesTheLimit = SHARE_AT_THE_LIMIT / (1 - Math.min(strength, MOST_STRENGTH)) / RAISED ** times;
  return timesTheLimit < 1 ? 0 : 1 - SHARE_AT_THE_LIMIT / timesTheLimit;
}

const nameOf = (hostId: number, kind: string, key: string, patternClass: string): string =>
  [hostId, kind, key, patternClass].join(' ');
