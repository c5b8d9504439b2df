import type { PatternRow } from './pattern.js';

/** A stretch of time around a pattern, ms since 1970. */
export interface Around {
  readonly fromMs: number;
  readonly toMs: number;
}

const LEAST_MS = 30 * 60_000;
const MOST_MS = 7 * 86_400_000;

/** The pattern with as much before and after it as it takes to see that it is one; nothing of the future. */
export function around({ startedAt, endedAt }: Pick<PatternRow, 'startedAt' | 'endedAt'>, nowMs: number): Around {
  const startMs = startedAt.getTime();
  const endMs = endedAt?.getTime() ?? Math.max(startMs, nowMs);
  const besideMs = Math.min(MOST_MS, Math.max(LEAST_MS, endMs - startMs));
  return { fromMs: startMs - besideMs, toMs: Math.max(startMs + 1, Math.min(nowMs, endMs + besideMs)) };
}
