import { isIP } from 'node:net';
import type { InterfaceInfo } from '@weir/model';
import type { ClientBase } from 'pg';
import { netIdOf } from '../../identity/net-id.js';

/** An interface of a host. */
export interface Interface {
  readonly hostId: number;
  readonly hostUuid: string;
  readonly key: string;
  /** Since when it is known of, ms since 1970. */
  readonly firstAtMs: number;
  /** What an inventory tells of it; null where only traffic does. */
  readonly info: InterfaceInfo | null;
}

/** A row of an interface, as it is remembered. */
export interface SeriesRow {
  readonly host_id: number;
  readonly key: string;
  readonly series_id: number;
  readonly first_at_ms: number;
}

const SERIES_ROW = 'series.host_id, series.key, series_id, extract(epoch FROM first_at)::float8 * 1000 AS first_at_ms';

/** What inventories tell, each with the column that it is stored in. */
const TOLD = [
  ['name', 'entry.name'],
  ['class', 'entry.class'],
  ['uplink', 'entry.uplink'],
  ['network_id', 'entry.network'],
  ['mac', 'entry.mac'],
  ['mtu', 'entry.mtu'],
  ['speed_bits_per_second', 'entry."speedBitsPerSecond"'],
  ['state', 'entry.state'],
  ['addresses', 'entry.addresses'],
  ['master', 'entry.master'],
] as const;

const SINCE = 'to_timestamp(entry.since / 1000)';

/** What an interface is until an inventory tells of it. */
const UNTOLD: Readonly<Record<string, string>> = {
  name: `substring(key from position('/' in key) + 1)`,
  uplink: 'false',
  state: `'unknown'`,
  addresses: `'{}'`,
};

const ENTRIES = `json_to_recordset($1::json) AS entry (host_id int, key text, net_id text, first_ms float8, name text,
  class text, uplink boolean, network text, mac text, mtu int, "speedBitsPerSecond" bigint, state text, addresses inet[],
  master text, since float8)`;

// Sorted, so that two who insert the same never wait for each other in a ring.
const insertSql = (from: string): string => `
  INSERT INTO series (host_id, key, net_id, namespace, first_at, since, ${TOLD.map(([column]) => column).join(', ')})
  SELECT host_id, key, net_id, nullif(split_part(key, '/', 1), 'host'), to_timestamp(first_ms / 1000), ${SINCE},
    ${TOLD.map(([column, told]) => (column in UNTOLD ? `coalesce(${told}, ${UNTOLD[column]})` : told)).join(', ')}
  FROM ${from} ORDER BY host_id, key ON CONFLICT DO NOTHING`;

/** Reads the rows of interfaces, as far as there are any. */
export async function readSeries(client: ClientBase, wanted: readonly Interface[]): Promise<SeriesRow[]> {
  const { rows } = await client.query<SeriesRow>(
    `SELECT ${SERIES_ROW} FROM unnest($1::int[], $2::text[]) AS wanted (host_id, key) JOIN series USING (host_id, key)`,
    [wanted.map(({ hostId }) => hostId), wanted.map(({ key }) => key)],
  );
  return rows;
}

/** Inserts interfaces that are likely to be missing, and answers with those that were. */
export async function insertSeries(client: ClientBase, missing: readonly Interface[]): Promise<SeriesRow[]> {
  const { rows } = await client.query<SeriesRow>(`${insertSql(ENTRIES)} RETURNING ${SERIES_ROW}`, [asJson(missing)]);
  return rows;
}

const DIFFERS = `(${TOLD.map(([column]) => `series.${column}`).join(', ')}, series.since, series.gone_at)
  IS DISTINCT FROM (${TOLD.map(([, told]) => told).join(', ')}, greatest(series.since, ${SINCE}), NULL)`;

/**
 * Writes what inventories tell of interfaces. What is as it was costs no new row, and only what is missing is inserted: an INSERT
 * that ends in a conflict has used up a series id, and those are finite.
 */
export async function writeInterfaces(client: ClientBase, told: readonly Interface[]): Promise<void> {
  if (told.length === 0) return;
  await client.query(
    `WITH entry AS MATERIALIZED (SELECT * FROM ${ENTRIES}),
     updated AS (
       UPDATE series SET ${TOLD.map(([column, value]) => `${column} = ${value}`).join(', ')},
         since = greatest(series.since, ${SINCE}), gone_at = NULL
       FROM entry WHERE series.host_id = entry.host_id AND series.key = entry.key AND ${DIFFERS})
     ${insertSql(`(
       SELECT * FROM entry
       WHERE NOT EXISTS (SELECT FROM series WHERE series.host_id = entry.host_id AND series.key = entry.key)) AS entry`)}`,
    [asJson(told)],
  );
}

function asJson(interfaces: readonly Interface[]): string {
  return JSON.stringify(
    interfaces.map(({ hostId, hostUuid, key, firstAtMs, info }) => ({
      ...(info && withRealAddresses(info)),
      ...{ host_id: hostId, key, net_id: netIdOf(hostUuid, key), first_ms: firstAtMs },
    })),
  );
}

/** Agents tell any text; the database takes addresses alone, without the zone that is a matter of their host. */
function withRealAddresses(told: InterfaceInfo): InterfaceInfo {
  const addresses = told.addresses.map((address) => address.replace(/%.*$/s, ''));
  return { ...told, addresses: addresses.filter((address) => isIP(address) !== 0) };
}
