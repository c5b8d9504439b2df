import type { ClientBase } from 'pg';
import { INTERVAL_MS } from '../../store/write/split.js';
import { hostState } from '../host-state.js';

/** A host that still tells of itself. */
export interface LiveHost {
  readonly hostId: number;
  /** End of its newest stored sample, ms since 1970. */
  readonly lastSeenMs: number;
  readonly intervalMs: number;
}

interface Row extends LiveHost {
  readonly ageMs: number;
}

const HOSTS = `
SELECT host_id AS "hostId", (extract(epoch FROM last_seen) * 1000)::float8 AS "lastSeenMs", ${INTERVAL_MS} AS "intervalMs",
  (extract(epoch FROM now() - last_seen) * 1000)::float8 AS "ageMs"
FROM host WHERE host_id = ANY ($1::int[])`;

/** Those of the hosts that are not silent, by the database's clock, which is one for all replicas. */
export async function liveHosts(client: ClientBase, hostIds: readonly number[]): Promise<LiveHost[]> {
  const { rows } = await client.query<Row>(HOSTS, [[...new Set(hostIds)]]);
  return rows.filter(({ ageMs, intervalMs }) => hostState(0, intervalMs, ageMs) === 'alive');
}
