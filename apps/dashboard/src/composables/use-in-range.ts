import { watch } from 'vue';
import type { Answer } from '../api/index.js';
import { type Asked, useAnswer } from './use-answer.js';
import { useRange } from './use-range.js';

/** The page's range as the API takes it. */
export interface Stretch {
  readonly from: string;
  readonly to: string;
}

const MINUTE_MS = 60_000;
const MIN_PACE_MS = 5_000;
const MAX_PACE_MS = 60_000;
/** About as often as a chart of so many points has a new one. */
const POINTS = 200;

/** How a question about the range is asked. */
export interface InRange {
  /** The shortest stretch that is asked for: of less there would be nothing to see. */
  readonly leastMs?: number;
  /** It is asked again no sooner, where the answer is large or changes slowly. */
  readonly paceMs?: number;
  /** While it says no, nothing is asked again: nobody would see it. */
  readonly isSeen?: () => boolean;
}

/** Something asked about the page's range, again when that or `watched` changes, and at its pace while the range moves. */
export function useInRange<T>(
  question: (stretch: Stretch, signal: AbortSignal) => Promise<Answer<T>>,
  watched: () => unknown,
  { leastMs = 0, paceMs = MIN_PACE_MS, isSeen = () => true }: InRange = {},
): Asked<T> {
  const { range, ends, moves } = useRange();
  const paceNow = (): number => {
    const { from, to } = ends.value;
    return Math.min(MAX_PACE_MS, Math.max(paceMs, (to - from) / POINTS));
  };
  const pace = (): number => (moves.value && isSeen() ? paceNow() : Infinity);
  const asked = useAnswer<T>((signal) => {
    const { from, to } = ends.value;
    return question({ from: iso(Math.min(from, to - leastMs)), to: iso(to) }, signal);
  }, pace);
  watch(
    () => JSON.stringify([watched(), range.value]),
    () => void asked.refresh(),
  );
  watch(isSeen, (seen) => {
    const age = Date.now() - (asked.answeredAt.value ?? Infinity);
    if (seen && moves.value && age >= paceNow()) asked.refreshSoon();
  });
  return asked;
}

/** From a whole minute: an hour that begins within one touches 61, and what is cut there is read second by second. */
export function wholeMinutes({ from, to }: Stretch): Stretch {
  return { from: iso(Math.ceil(Date.parse(from) / MINUTE_MS) * MINUTE_MS), to };
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}
