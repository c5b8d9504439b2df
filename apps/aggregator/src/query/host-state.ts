/** Whether a host still sends samples. */
export const HOST_STATES = ['alive', 'silent'] as const;
export type HostState = (typeof HOST_STATES)[number];

const DEFAULT_INTERVAL_MS = 1_000;
const LEAST_SILENCE_MS = 10_000;
const MISSED_INTERVALS = 3;

/** End of a host's newest sample, stored or live, where one came lately; ms since 1970. */
export function newestOfHost(storedMs: number, liveMs: number | null | undefined): number {
  return Math.max(storedMs, liveMs ?? 0);
}

/** A host is silent when its newest sample ended longer ago than three of its intervals, but at least 10 s. */
export function hostState(newestMs: number, intervalMs: number | null | undefined, nowMs: number): HostState {
  const patienceMs = Math.max(LEAST_SILENCE_MS, MISSED_INTERVALS * (intervalMs ?? DEFAULT_INTERVAL_MS));
  return nowMs - newestMs > patienceMs ? 'silent' : 'alive';
}

/** SQL over `host`: the same by what is stored, so that a host counts as silent while storing lags. */
export const HOST_STATE_SQL = `CASE WHEN extract(epoch FROM now() - host.last_seen) * 1000
  > greatest(${LEAST_SILENCE_MS}, ${MISSED_INTERVALS} * coalesce((host.agent ->> 'intervalMs')::float8, ${DEFAULT_INTERVAL_MS}))
  THEN 'silent' ELSE 'alive' END`;
