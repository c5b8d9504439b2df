import type { ClientBase } from 'pg';
import type { Clock } from '../../clock/clock.js';
import type { TrafficArrival } from './arrival.js';
import { StaleDirectoryError } from './directory.js';
import { INTERVAL_MS } from './split.js';

/** What the rows of locked hosts tell, by host id. */
export interface LockedHosts {
  /** Sample interval in ms. */
  readonly intervals: Map<number, number>;
  readonly clocks: Map<number, Clock | null>;
  /** Hosts of which no inventory was ever applied. */
  readonly untold: ReadonlySet<number>;
}

/**
 * Locks hosts in the order of their ids: every batch takes this lock first, so that all that belongs to a host (its
 * ledger, series, inventory) is changed by one transaction at a time, and two batches never wait for each other in a ring.
 */
export async function lockHosts(client: ClientBase, hostIds: ReadonlySet<number>): Promise<LockedHosts> {
  const { rows } = await client.query<HostRow>(
    `SELECT host_id, ${INTERVAL_MS} AS interval_ms, clock, inventory_at IS NULL AS untold FROM host WHERE host_id = ANY ($1::int[])
     ORDER BY host_id FOR NO KEY UPDATE`,
    [[...hostIds]],
  );
  if (rows.length !== hostIds.size) throw new StaleDirectoryError('a host is no longer in its table');
  return {
    intervals: new Map(rows.map((row) => [row.host_id, row.interval_ms])),
    clocks: new Map(rows.map((row) => [row.host_id, row.clock])),
    untold: new Set(rows.filter((row) => row.untold).map((row) => row.host_id)),
  };
}

interface HostRow {
  readonly host_id: number;
  readonly interval_ms: number;
  readonly clock: Clock | null;
  readonly untold: boolean;
}

interface Sighting {
  readonly lastMs: number;
  readonly firstMs: number;
}

/** Notes when hosts were seen. */
export async function writeSightings(
  client: ClientBase,
  arrivals: readonly TrafficArrival[],
  hostIdOf: (hostUuid: string) => number,
): Promise<void> {
  const sightings = sightingsOf(arrivals, hostIdOf);
  if (sightings.size === 0) return;
  const all = [...sightings.values()];
  await client.query(
    `UPDATE host SET first_seen = least(first_seen, to_timestamp(seen.first_ms / 1000)),
       last_seen = greatest(last_seen, to_timestamp(seen.last_ms / 1000))
     FROM unnest($1::int[], $2::float8[], $3::float8[]) AS seen (host_id, first_ms, last_ms)
     WHERE host.host_id = seen.host_id`,
    [[...sightings.keys()], all.map(({ firstMs }) => firstMs), all.map(({ lastMs }) => lastMs)],
  );
}

function sightingsOf(
  arrivals: readonly TrafficArrival[],
  hostIdOf: (hostUuid: string) => number,
): Map<number, Sighting> {
  const sightings = new Map<number, Sighting>();
  for (const { content } of arrivals) {
    const { host, at, ms } = content.message;
    const known = sightings.get(hostIdOf(host)) ?? { lastMs: at, firstMs: at - ms };
    sightings.set(hostIdOf(host), {
      lastMs: Math.max(known.lastMs, at),
      firstMs: Math.min(known.firstMs, at - ms),
    });
  }
  return sightings;
}
