import type { MomentRange } from '@weir/model';
import { type Cycle, cyclesBack, cyclesIn } from '../calendar/cycle.js';

/** What is known of a day that was counted; ms since 1970. */
export interface CountedDay {
  readonly fromMs: number;
  readonly countedUntilMs: number;
  readonly countedMs: number;
}

/** What decides which days are to be counted. */
export interface Counting {
  readonly cycle: Cycle;
  readonly known: ReadonlyMap<number, CountedDay>;
  /** Before this nobody counted anything. */
  readonly oldestMs: number;
  readonly nowMs: number;
  /** Whether what is stored tells a range to the minute. */
  isTellable(span: MomentRange): boolean;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Cycles that are counted back when a quota is new, as far as they can be told. */
const CYCLES_BACK = 12;
/** What a forecast rests on. */
const DAYS_BACK = 56;
/** What is under way changes all the time. */
export const TODAY_EVERY_MS = MINUTE_MS;
/** Late samples come soon, or after an outage of hours or days: a day is counted anew each time that it is a tenth older. */
const LATE_SHARE = 0.1;
const LATE_EVERY_MS = 10 * MINUTE_MS;

/** The days of a quota, of which its cycles are made: from its time of reset to the next. */
export function daysOf({ resetMinute, timeZone }: Cycle): Cycle {
  return { kind: 'daily', resetMinute, timeZone };
}

/** Since when the days of a quota are counted, ms since 1970. */
export function countedSince(cycle: Cycle, nowMs: number): number {
  const first = cyclesBack(cycle, nowMs, CYCLES_BACK).at(-1);
  return Math.min(first?.fromMs ?? nowMs, nowMs - DAYS_BACK * DAY_MS);
}

/**
 * The days that are to be counted now, the newest first: today each minute, those that never were, and those of which late samples
 * may have come. What is stored too coarsely by now stays as it was counted.
 */
export function daysDue({ cycle, known, oldestMs, nowMs, isTellable }: Counting): MomentRange[] {
  const sinceMs = Math.max(countedSince(cycle, nowMs), oldestMs);
  const days = cyclesIn(daysOf(cycle), { fromMs: sinceMs, toMs: nowMs });
  const isPassed = (day: MomentRange): boolean => asFar(day, nowMs).toMs > day.fromMs;
  return days
    .reverse()
    .filter((day) => isPassed(day) && isDue(day, known.get(day.fromMs), nowMs) && isTellable(asFar(day, nowMs)));
}

/** As much of a day as is over, in whole minutes. */
export function asFar({ fromMs, toMs }: MomentRange, nowMs: number): MomentRange {
  return { fromMs, toMs: Math.min(toMs, Math.max(fromMs, Math.floor(nowMs / MINUTE_MS) * MINUTE_MS)) };
}

function isDue({ toMs }: MomentRange, counted: CountedDay | undefined, nowMs: number): boolean {
  if (!counted) return true;
  const sinceMs = nowMs - counted.countedMs;
  if (counted.countedUntilMs < toMs) return sinceMs >= TODAY_EVERY_MS;
  return sinceMs >= Math.max(LATE_EVERY_MS, (nowMs - toMs) * LATE_SHARE);
}
