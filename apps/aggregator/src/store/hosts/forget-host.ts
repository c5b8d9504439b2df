import type { ClientBase, Pool } from 'pg';
import { forgetAlertsOfHost } from '../alerts/forget-alerts.js';
import { onTransaction } from '../connection.js';
import { levelTable, PACKED_TABLE, RECENT_TABLE } from '../edition/edition.js';
import { marksTable } from '../marks.js';
import { LEVELS } from '../rollup/level.js';
import { lockPacking, lockRollup } from '../rollup/lock.js';
import { STATE_LEVELS, STATE_RESOLUTIONS, stateTables } from '../states/level.js';
import { lockStateRollup } from '../states/lock.js';

const TIME_TABLES = [
  ...[RECENT_TABLE, PACKED_TABLE, ...LEVELS.map(levelTable)],
  ...STATE_RESOLUTIONS.flatMap((resolution) => stateTables(resolution)),
].map(({ name }) => name);

/** Everything that is noted by host, the host itself last. */
const OF_HOST: readonly string[] = [
  ...TIME_TABLES,
  ...[...LEVELS, ...STATE_LEVELS].map((level) => marksTable(level)),
  ...['late_frames', 'late_writes', 'event', 'series', 'container', 'network', 'state_series', 'run', 'host'],
];

/**
 * Deletes a host with all that was stored of it; answers whether there was one. Where it still sends, it is stored anew
 * as a new one. Other hosts' rows stay as they are.
 */
export async function forgetHost(pool: Pool, hostUuid: string): Promise<boolean> {
  return onTransaction(pool, async (client) => {
    const hostId = await lockHost(client, hostUuid);
    if (hostId !== null) await deleteAll(client, hostId);
    return hostId !== null;
  });
}

/** In the order of all locks, see docs/architecture.md: who makes buckets now would write them after they are deleted. */
async function lockHost(client: ClientBase, hostUuid: string): Promise<number | null> {
  const { rows } = await client.query<{ host_id: number }>('SELECT host_id FROM host WHERE id::text = $1 FOR UPDATE', [
    hostUuid,
  ]);
  await lockStateRollup(client);
  await lockRollup(client);
  await lockPacking(client);
  return rows[0]?.host_id ?? null;
}

async function deleteAll(client: ClientBase, hostId: number): Promise<void> {
  await client.query(
    'DELETE FROM counter_base USING series WHERE series.series_id = counter_base.series_id AND series.host_id = $1',
    [hostId],
  );
  await forgetAlertsOfHost(client, hostId);
  for (const table of OF_HOST) await client.query(`DELETE FROM ${table} WHERE host_id = $1`, [hostId]);
}
