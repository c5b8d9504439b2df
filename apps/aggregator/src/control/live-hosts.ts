import type { Pool } from 'pg';

/** A host that sends, as far as others need to know it. */
export interface LiveHost {
  readonly id: string;
  /** Of its newest inventory, ms since 1970. */
  readonly inventoryMs: number;
  /** Of its uplinks, those that are up first. */
  readonly addresses: readonly string[];
}

const LIVE_HOSTS = `
SELECT host.id::text AS id, (extract(epoch FROM inventory_at) * 1000)::float8 AS "inventoryMs",
  coalesce(array_agg(address ORDER BY state = 'up' DESC, series.name, place) FILTER (WHERE address IS NOT NULL), '{}')
    AS addresses
FROM host
LEFT JOIN series ON series.host_id = host.host_id AND series.uplink AND series.gone_at IS NULL
LEFT JOIN LATERAL unnest(series.addresses) WITH ORDINALITY AS told (address, place) ON true
WHERE inventory_at IS NOT NULL
  AND last_seen > now() - interval '2 minutes'
GROUP BY host.host_id`;

/** Reads the hosts that were heard lately. */
export async function readLiveHosts(database: Pool): Promise<LiveHost[]> {
  return (await database.query<LiveHost>(LIVE_HOSTS)).rows;
}
