import { COUNTERS } from '@weir/model';
import type pg from 'pg';
import type { Frame } from '../../apps/aggregator/src/store/block/frame.js';
import { LEVELS } from '../../apps/aggregator/src/store/rollup/level.js';
import { BinaryRows } from '../../apps/aggregator/src/store/write/binary-rows.js';
import { copyRows } from '../../apps/aggregator/src/store/write/copy-rows.js';
import { type BlockMaker, blockMaker, LOWEST_ID } from './query-blocks.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Each is a container with one interface. */
export const SERIES_A_HOST = 50;

const IDLE_SHARE = 0.4;
/** So many hosts have traffic of their own; the others count the same under their own series. The database packs nothing. */
const TEMPLATES = 4;
/** Some MB. */
const ROWS_A_COPY = 1_000;

interface Filling {
  readonly table: string;
  readonly bucketMs: number;
  /** The stretch that a row of it holds. */
  readonly rowMs: number;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly columns: number;
}

interface StoredHost {
  readonly host_id: number;
  /** The lowest id of its series; the others follow it. */
  readonly first: number;
}

/** Frames whose ids are the numbers of series within a host. */
type Template = readonly Frame[];

interface Row {
  readonly startMs: number;
  readonly blockFor: BlockMaker;
}

/** Until now, how much is filled at each resolution. */
const FILLED_MS = { raw: HOUR_MS + MINUTE_MS, '1m': HOUR_MS, '5m': DAY_MS, '1h': 31 * DAY_MS, '1d': 31 * DAY_MS };

/** What a store is filled with. */
export interface Fill {
  readonly hosts: number;
  /** ms since 1970. */
  readonly endMs: number;
  /** How many of the series of a host are uplinks, in place of containers; none if left out. */
  readonly uplinks?: number;
  /** Where another length is wanted than usual. */
  readonly filledMs?: Partial<typeof FILLED_MS>;
}

/** Fills the store as ingest, packing and roll-up would have, only faster. Answers the bytes of all blocks. */
export async function fillStore(
  client: pg.Client,
  { hosts, endMs, uplinks = 0, filledMs = {} }: Fill,
): Promise<number> {
  await fillInventory(client, hosts, uplinks);
  const packedMs = endMs - 15 * MINUTE_MS;
  await client.query(`INSERT INTO horizon VALUES ('packed', to_timestamp($1::float8 / 1000))`, [packedMs]);
  const { rows } = await client.query<StoredHost>(
    'SELECT host_id, min(series_id) AS first FROM series GROUP BY host_id ORDER BY host_id',
  );
  let bytes = 0;
  for (const filling of fillings(packedMs, endMs, { ...FILLED_MS, ...filledMs })) {
    await client.query(`CREATE TABLE ${filling.table}_any PARTITION OF ${filling.table} DEFAULT`);
    bytes += await fillTable(client, filling, rows);
  }
  await client.query('VACUUM ANALYZE');
  return bytes;
}

function fillings(packedMs: number, endMs: number, filled: typeof FILLED_MS): Filling[] {
  const raw = { bucketMs: SECOND_MS, columns: COUNTERS.length };
  const rawMs = endMs - filled.raw;
  return [
    { ...raw, table: 'traffic', rowMs: 10 * MINUTE_MS, fromMs: rawMs, untilMs: packedMs },
    { ...raw, table: 'traffic_recent', rowMs: SECOND_MS, fromMs: Math.max(rawMs, packedMs), untilMs: endMs },
    ...LEVELS.map(({ name, bucketMs, rowMs }) => ({
      ...{ table: `traffic_${name}`, bucketMs, rowMs, columns: COUNTERS.length + 2 },
      untilMs: Math.floor(endMs / bucketMs) * bucketMs,
      fromMs: Math.floor((endMs - filled[name]) / rowMs) * rowMs,
    })),
  ];
}

async function fillInventory(client: pg.Client, hosts: number, uplinks: number): Promise<void> {
  await client.query(
    `INSERT INTO host (id, name, first_seen, last_seen)
     SELECT gen_random_uuid(), 'host-' || n, 'epoch', now() FROM generate_series(1, ${hosts}) AS n`,
  );
  await client.query(
    `INSERT INTO network (host_id, id, name, driver, internal, subnets)
     SELECT host_id, md5('network-' || n), 'network-' || n, 'bridge', false, '{}' FROM host, generate_series(0, 4) AS n`,
  );
  await client.query(
    `INSERT INTO container (host_id, id, name, image, namespace, host_network, stack, service, labels)
     SELECT host_id, md5(host_id || '/' || n), 'c' || n, 'image-' || n % 7, left(md5(host_id || '/' || n), 12), false,
       'stack-' || n / 5, 'service-' || n % 5, jsonb_build_object('team', 'team-' || n % 4, 'version', '1.' || n)
     FROM host, generate_series(0, ${SERIES_A_HOST - 1}) AS n`,
  );
  await client.query(`ALTER TABLE series ALTER series_id RESTART WITH ${LOWEST_ID}`);
  const container = `left(md5(host_id || '/' || n), 12)`;
  await client.query(
    `INSERT INTO series (host_id, key, net_id, name, class, uplink, speed_bits_per_second, namespace, network_id, first_at)
     SELECT host_id, CASE WHEN up THEN 'host/eth' || n ELSE ${container} || '/eth0' END,
       left(md5('net' || host_id || '/' || n), 16), CASE WHEN up THEN 'eth' || n ELSE 'eth0' END,
       CASE WHEN up THEN 'uplink' ELSE 'container' END, up, CASE WHEN up THEN 10000000000 END,
       CASE WHEN NOT up THEN ${container} END, CASE WHEN NOT up THEN md5('network-' || n % 5) END, 'epoch'
     FROM host, generate_series(0, ${SERIES_A_HOST - 1}) AS n, LATERAL (SELECT n < ${uplinks} AS up) AS kind
     ORDER BY host_id, n`,
  );
}

/** Fills a table in the order of time, as it comes to be. */
async function fillTable(client: pg.Client, filling: Filling, hosts: readonly StoredHost[]): Promise<number> {
  const templates = Array.from({ length: TEMPLATES }, () => rowsOf(templateOf(filling), filling.rowMs));
  let rows = new BinaryRows();
  let bytes = 0;
  const flush = async (): Promise<void> => {
    await copyRows(client, filling.table, 'time, host_id, frames', rows);
    rows = new BinaryRows();
  };
  for (const index of templates[0]?.keys() ?? []) {
    for (const { host_id, first } of hosts) {
      const row = templates[host_id % TEMPLATES]?.[index];
      if (!row) continue;
      const block = row.blockFor(first);
      rows.add(row.startMs, host_id, block);
      bytes += block.length;
      if (rows.count >= ROWS_A_COPY) await flush();
    }
  }
  await flush();
  return bytes;
}

function templateOf({ bucketMs, fromMs, untilMs, columns }: Filling): Template {
  return Array.from({ length: Math.ceil((untilMs - fromMs) / bucketMs) }, (_, index) => {
    const ids = Array.from({ length: SERIES_A_HOST }, (_unused, id) => id).filter(() => Math.random() > IDLE_SHARE);
    return {
      ...{ startMs: fromMs + index * bucketMs, ms: bucketMs, presenceMs: bucketMs },
      ...{ ids, columns: columnsOf(ids, columns, bucketMs), unreadIds: [], unreadMs: [] },
    };
  });
}

/** Packets of 40 to 1,500 bytes, both ways; no errors, no drops; of a bucket also the highest rates. */
function columnsOf(ids: readonly number[], columns: number, bucketMs: number): number[][] {
  const packets = [0, 1].map(() => ids.map(() => 1 + Math.floor(Math.exp(Math.random() * 6) * (bucketMs / SECOND_MS))));
  const bytes = packets.map((column) => column.map((count) => Math.floor(count * (40 + Math.random() * 1_460))));
  const none = ids.map(() => 0);
  const maxima = bytes.map((column) => column.map((count) => 1 + Math.floor((count * 2_000) / bucketMs)));
  return [...bytes, ...packets, none, none, none, none, ...(columns > COUNTERS.length ? maxima : [])];
}

/** The rows of a table that hold a template's frames. */
function rowsOf(template: Template, rowMs: number): Row[] {
  const rows = new Map<number, Frame[]>();
  for (const frame of template) {
    const startMs = Math.floor(frame.startMs / rowMs) * rowMs;
    const row = rows.get(startMs) ?? [];
    row.push(frame);
    rows.set(startMs, row);
  }
  return [...rows].map(([startMs, frames]) => ({ startMs, blockFor: blockMaker(frames) }));
}
