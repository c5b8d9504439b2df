import type { Refusal } from '@weir/model';
import type { Pool } from 'pg';
import { onConnection } from '../connection.js';

/** Who says how fast a link is. */
export type SpeedSource = 'system' | 'hand';

/** SQL to follow a FROM with `series`: what people say of the link. Only interfaces of the host itself have one; others share it. */
export const JOIN_LINK = `LEFT JOIN (
    SELECT host_id AS link_host_id, name AS link_name, bits_per_second AS set_bits_per_second FROM link_speed) AS link
  ON link_host_id = series.host_id AND link_name = series.name AND series.namespace IS NULL`;

/** SQL, with that: how fast it is in bits per second; null where nobody knows. What people say stands before what the system does. */
export const LINK_SPEED = 'coalesce(set_bits_per_second, series.speed_bits_per_second)';

/** SQL, with that: who says so; null where nobody does. */
export const SPEED_SOURCE = `CASE WHEN set_bits_per_second IS NOT NULL THEN 'hand'
  WHEN series.speed_bits_per_second IS NOT NULL THEN 'system' END`;

/** SQL: another text whenever what a host has, or what people say of it, may have changed. */
export const HOST_REVISION = `concat_ws(' ', coalesce(inventory_at, first_seen), links_at, name)`;

/** A number with which everything can still be counted exactly. */
const FASTEST = 1e15;

/** What is wrong with a speed, or null. */
export function refusalOfSpeed(bitsPerSecond: number | null): Refusal | null {
  if (bitsPerSecond === null) return null;
  if (Number.isInteger(bitsPerSecond) && bitsPerSecond >= 1 && bitsPerSecond <= FASTEST) return null;
  const reason = `is not a whole number between 1 and ${FASTEST}: 1000000000 is a gigabit; null leaves it to the system`;
  return { field: 'bitsPerSecond', reason };
}

/** Notes how fast a link is, by the number of its host and its name; null leaves it to what the system says. */
export async function setLinkSpeed(
  pool: Pool,
  { hostId, name }: { readonly hostId: number; readonly name: string },
  bitsPerSecond: number | null,
): Promise<void> {
  await onConnection(pool, async (client) => {
    await client.query('BEGIN');
    await client.query('UPDATE host SET links_at = clock_timestamp() WHERE host_id = $1', [hostId]);
    if (bitsPerSecond === null) await client.query(TAKE_AWAY, [hostId, name]);
    else await client.query(SET, [hostId, name, bitsPerSecond]);
    await client.query('COMMIT');
  });
}

const TAKE_AWAY = 'DELETE FROM link_speed WHERE host_id = $1 AND name = $2';
const SET = `
INSERT INTO link_speed (host_id, name, bits_per_second) VALUES ($1, $2, $3)
ON CONFLICT (host_id, name) DO UPDATE SET bits_per_second = EXCLUDED.bits_per_second`;
