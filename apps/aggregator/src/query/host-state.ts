/** Whether a host still sends samples. */
export type HostState = 'alive' | 'silent';

const DEFAULT_INTERVAL_MS = 1_000;
const LEAST_SILENCE_MS = 10_000;
const MISSED_INTERVALS = 3;

/** A host is silent when its newest sample ended longer ago than three of its intervals, but at least 10 s. */
export function hostState(newestMs: number, intervalMs: number | null | undefined, nowMs: number): HostState {
  const patienceMs = Math.max(LEAST_SILENCE_MS, MISSED_INTERVALS * (intervalMs ?? DEFAULT_INTERVAL_MS));
  return nowMs - newestMs > patienceMs ? 'silent' : 'alive';
}
