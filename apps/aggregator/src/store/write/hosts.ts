import type { ClientBase } from 'pg';
import type { Arrival, TrafficArrival } from './arrival.js';
import { StaleDirectoryError } from './directory.js';
import { INTERVAL_MS } from './split.js';

const MAX_INT = 2 ** 31 - 1;

/**
 * Locks hosts in the order of their ids: every batch takes this lock first, so that all that belongs to a host (its
 * ledger, series, inventory) is changed by one transaction at a time, and two batches never wait for each other in a ring.
 * Answers with each host's sample interval in ms.
 */
export async function lockHosts(client: ClientBase, hostIds: ReadonlySet<number>): Promise<Map<number, number>> {
  const { rows } = await client.query<{ host_id: number; interval_ms: number }>(
    `SELECT host_id, ${INTERVAL_MS} AS interval_ms FROM host WHERE host_id = ANY ($1::int[])
     ORDER BY host_id FOR NO KEY UPDATE`,
    [[...hostIds]],
  );
  if (rows.length !== hostIds.size) throw new StaleDirectoryError('a host is no longer in its table');
  return new Map(rows.map((row) => [row.host_id, row.interval_ms]));
}

interface Sighting {
  lastMs: number;
  firstMs: number;
  offsetMs: number | null;
}

/** Notes when hosts were seen, and how far their clocks are off. */
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
       last_seen = greatest(last_seen, to_timestamp(seen.last_ms / 1000)),
       clock_offset_ms = coalesce(seen.offset_ms, clock_offset_ms)
     FROM unnest($1::int[], $2::float8[], $3::float8[], $4::int[]) AS seen (host_id, first_ms, last_ms, offset_ms)
     WHERE host.host_id = seen.host_id`,
    [
      [...sightings.keys()],
      all.map(({ firstMs }) => firstMs),
      all.map(({ lastMs }) => lastMs),
      all.map(({ offsetMs }) => offsetMs),
    ],
  );
}

function sightingsOf(
  arrivals: readonly TrafficArrival[],
  hostIdOf: (hostUuid: string) => number,
): Map<number, Sighting> {
  const sightings = new Map<number, Sighting>();
  for (const arrival of arrivals) {
    const { host, at, ms } = arrival.content.message;
    const offsetMs = offsetOf(arrival);
    const known = sightings.get(hostIdOf(host)) ?? { lastMs: at, firstMs: at - ms, offsetMs };
    sightings.set(hostIdOf(host), {
      lastMs: Math.max(known.lastMs, at),
      firstMs: Math.min(known.firstMs, at - ms),
      // The way to the stream only ever adds to the difference, so the smallest is the nearest to the truth.
      offsetMs: smallest(known.offsetMs, offsetMs),
    });
  }
  return sightings;
}

function offsetOf({ receivedMs, sentMs }: Arrival): number | null {
  return sentMs === null ? null : Math.max(-MAX_INT, Math.min(MAX_INT, receivedMs - sentMs));
}

function smallest(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}
