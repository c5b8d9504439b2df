import { watch } from 'vue';
import type { Answer } from '../api/index.js';
import { type Asked, useAnswer } from './use-answer.js';
import { useRange } from './use-range.js';

/** The page's range as the API takes it. */
export interface Stretch {
  readonly from: string;
  readonly to: string;
}

const MIN_PACE_MS = 5_000;
const MAX_PACE_MS = 60_000;
/** About as often as a chart of so many points has a new one. */
const POINTS = 200;

/**
 * Something asked about the page's range, again when that or `watched` changes, and at its pace while the range moves. `leastMs` is the
 * shortest stretch that is asked for: of less there would be nothing to see.
 */
export function useInRange<T>(
  question: (stretch: Stretch, signal: AbortSignal) => Promise<Answer<T>>,
  watched: () => unknown,
  leastMs = 0,
): Asked<T> {
  const { range, ends, moves } = useRange();
  const pace = (): number => {
    if (!moves.value) return Infinity;
    const { from, to } = ends.value;
    return Math.min(MAX_PACE_MS, Math.max(MIN_PACE_MS, (to - from) / POINTS));
  };
  const asked = useAnswer<T>((signal) => {
    const { from, to } = ends.value;
    return question({ from: iso(Math.min(from, to - leastMs)), to: iso(to) }, signal);
  }, pace);
  watch(
    () => JSON.stringify([watched(), range.value]),
    () => void asked.refresh(),
  );
  return asked;
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}
