import type { ClientBase } from 'pg';
import { INTERVAL_MS } from '../../store/write/split.js';
import { HOST_STATE_SQL } from '../host-state.js';

/** A host that still tells of itself. */
export interface LiveHost {
  readonly hostId: number;
  /** End of its newest stored sample, ms since 1970. */
  readonly lastSeenMs: number;
  /** Between two of its samples, as they are stored: a longer one is split. */
  readonly intervalMs: number;
}

const HOSTS = `
SELECT host_id AS "hostId", (extract(epoch FROM last_seen) * 1000)::float8 AS "lastSeenMs", ${INTERVAL_MS} AS "intervalMs"
FROM host WHERE host_id = ANY ($1::int[]) AND ${HOST_STATE_SQL} = 'alive'`;

/** Those of the hosts that are not silent, by the database's clock, which is one for all replicas. */
export async function liveHosts(client: ClientBase, hostIds: readonly number[]): Promise<LiveHost[]> {
  return (await client.query<LiveHost>(HOSTS, [[...new Set(hostIds)]])).rows;
}
