import { randomUUID } from 'node:crypto';
import { perProtocolCounter, PROTOCOL_COUNTERS, type StateMessage } from '@weir/model';
import type pg from 'pg';
import { migrate } from '../../apps/aggregator/src/store/migrate.js';
import { PACKED_TABLES } from '../../apps/aggregator/src/store/states/level.js';
import { refreshStates } from '../../apps/aggregator/src/store/states/refresh.js';
import { BatchWriter } from '../../apps/aggregator/src/store/write/batch-writer.js';
import { readDiskUse } from '../../apps/aggregator/src/store/disk/disk-use.js';
import { startPostgres } from '../support/postgres.js';
import { stopAll } from '../support/reaper.js';
import { announce, quick, report } from './report.js';
import { openPool } from '../support/database.js';

const HOSTS = quick ? 10 : 40;
const CONTAINERS = 25;
const PEERS = 8;
/** A namespace that counted nothing is not told of. */
const BUSY_SHARE = 0.5;
const HOURS = quick ? 1 : 4;
const EVERY_MS = 10_000;
const HOUR_MS = 3_600_000;
const MESSAGES = (HOURS * HOUR_MS) / EVERY_MS;
const UNTIL_MS = Math.floor(Date.now() / (2 * HOUR_MS)) * 2 * HOUR_MS - HOUR_MS * 2;
const FROM_MS = UNTIL_MS - HOURS * HOUR_MS;
const FLEET_HOSTS = 1_000;

announce(
  `What states take: ${HOSTS} hosts × ${CONTAINERS} containers, ${BUSY_SHARE * 100} % of their namespaces busy at a time, ${PEERS} peers, told every
10 s for ${HOURS} h, stored by the aggregator's own writer in an embedded PostgreSQL and rolled up; as of a day of ${FLEET_HOSTS} hosts.
Beside it rows as they were before: one for each container, namespace and peer.`,
);

const between = (from: number, to: number): number => Math.round(from + Math.random() * (to - from));

interface Host {
  readonly id: string;
  readonly run: string;
  readonly containers: readonly { readonly id: string; memoryBytes: number }[];
  readonly peers: readonly string[];
}

function makeHost(): Host {
  const hex = (): string => `${randomUUID()}${randomUUID()}`.replaceAll('-', '');
  return {
    ...{ id: randomUUID(), run: randomUUID(), peers: Array.from({ length: PEERS }, () => randomUUID()) },
    containers: Array.from({ length: CONTAINERS }, () => ({ id: hex(), memoryBytes: between(2e7, 2e9) })),
  };
}

function messageOf(host: Host, seq: number): StateMessage {
  const { containers, peers, id, run } = host;
  for (const each of containers) each.memoryBytes = Math.max(1e6, each.memoryBytes + between(-5e5, 5e5));
  const keys = ['host', ...containers.filter(() => Math.random() < BUSY_SHARE).map((each) => each.id.slice(0, 12))];
  const busy = new Map(keys.map((key) => [key, between(10, 20_000)]));
  return {
    ...{ v: 1, host: id, boot: 'boot', run, seq, part: 0, at: FROM_MS + seq * EVERY_MS, ms: EVERY_MS },
    cpu: {
      ...{ cores: 16, userMs: between(1e4, 9e4), niceMs: 0, systemMs: between(1e3, 2e4), idleMs: between(1e4, 1e5) },
      ...{ iowaitMs: between(0, 500), irqMs: 0, softirqMs: between(0, 900), stealMs: 0 },
    },
    memory: { totalBytes: 64e9, availableBytes: between(3e10, 4e10), swapTotalBytes: 0, swapFreeBytes: 0 },
    load: [between(0, 1600) / 100, between(0, 1600) / 100, between(0, 1600) / 100],
    softnet: { processed: between(1e4, 1e6), dropped: 0, squeezed: between(0, 3) },
    conntrack: { used: between(300, 9_000), max: 262_144 },
    sockets: {
      ...{ used: between(300, 900), tcpInUse: between(90, 500), tcpOrphans: 0, tcpTimeWait: between(0, 900) },
      ...{ udpInUse: 12, tcp6InUse: 9, udp6InUse: 4 },
    },
    protocols: {
      ...{ keys, unread: [] },
      columns: perProtocolCounter((counter) => {
        const index = PROTOCOL_COUNTERS.indexOf(counter);
        return keys.map((key) => (index % 4 === 0 ? between(0, busy.get(key) ?? 0) : 0));
      }),
    },
    containers: {
      ids: containers.map((each) => each.id),
      cpuMs: containers.map(() => between(0, 4_000)),
      memoryBytes: containers.map(({ memoryBytes }) => memoryBytes),
      memoryLimitBytes: containers.map((_, index) => (index % 3 === 0 ? 2 ** 31 : null)),
    },
    latency: {
      natsMs: between(200, 900) / 1_000,
      peers: peers.map((peer) => ({ host: peer, ms: between(200, 5_000) / 1_000, outcome: 'refused' })),
    },
    failing: [],
  };
}

/** CPU of this process, the database's apart. */
async function cpuSeconds(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** What a row of each kind took, its index included. */
async function bytesOfRows(pool: pg.Pool): Promise<Map<string, number>> {
  const rows = 20_000;
  const shapes: Record<string, string> = {
    container_state: `now() AS time, n AS id, 10000 AS ms, 812::bigint, 73400320::bigint, null::bigint`,
    protocol: `now() AS time, n AS id, 10000 AS ms, ${PROTOCOL_COUNTERS.map(() => '0::bigint').join(', ')}`,
    latency: `now() AS time, n AS id, 10000 AS ms, gen_random_uuid(), 0.4::float8, 'refused'`,
  };
  const found = new Map<string, number>();
  for (const [table, columns] of Object.entries(shapes)) {
    const names = columns.split(', ').map((_, index) => (index === 0 ? 'time' : index === 1 ? 'id' : `c${index}`));
    await pool.query(
      `CREATE TABLE row_${table} (${names.join(', ')}) AS SELECT ${columns} FROM generate_series(1, ${rows}) n`,
    );
    await pool.query(`CREATE INDEX ON row_${table} (id, time)`);
    const size = await pool.query<{ bytes: number }>(`SELECT pg_total_relation_size('row_${table}')::float8 AS bytes`);
    found.set(table, (size.rows[0]?.bytes ?? 0) / rows);
  }
  return found;
}

try {
  const url = await (await startPostgres()).createDatabase();
  const edition = await migrate(url, () => undefined);
  const pool = openPool(url, 2);
  pool.on('error', () => undefined);
  const writer = new BatchWriter(pool, edition);
  const hosts = Array.from({ length: HOSTS }, makeHost);
  const told = { container_state: 0, protocol: 0, latency: 0 };
  const empty = (await readDiskUse(pool)).tableBytes;
  let writeSeconds = 0;
  for (let seq = 1; seq <= MESSAGES; seq++) {
    const messages = hosts.map((host) => messageOf(host, seq));
    for (const { protocols } of messages) told.protocol += protocols?.keys.length ?? 0;
    told.container_state += HOSTS * CONTAINERS;
    told.latency += HOSTS * (PEERS + 1);
    const arrivals = messages.map((message) => ({
      ...{ subject: 'weir.v1.state', payload: new Uint8Array(), receivedMs: Date.now(), sentMs: null },
      content: { kind: 'state' as const, message },
    }));
    writeSeconds += await cpuSeconds(async () => void (await writer.write(arrivals)));
  }
  const refreshSeconds = await cpuSeconds(async () => {
    while ((await refreshStates(pool, edition, Date.now())) > 0);
  });
  const rows = await bytesOfRows(pool);
  // Rows that are being filled are written anew for each bucket; later ones take the room of what those left.
  for (const table of ['host_state', ...PACKED_TABLES].flatMap((name) => [`${name}_5m`, `${name}_1h`]))
    await pool.query(`VACUUM FULL ${table}`);
  const { tableBytes } = await readDiskUse(pool);
  await pool.end();
  const messages = MESSAGES * HOSTS;
  const gigabytesADay = (bytes: number): number => {
    return Math.round(((bytes / HOSTS) * FLEET_HOSTS * (24 / HOURS)) / 1e7) / 100;
  };
  const grown = (table: string): number => (tableBytes.get(table) ?? 0) - (empty.get(table) ?? 0);
  const kinds = ['host_state', ...PACKED_TABLES];
  const asRows = PACKED_TABLES.reduce((sum, table) => sum + told[table] * (rows.get(table) ?? 0), grown('host_state'));
  const sumAt = (suffix: string): number => kinds.reduce((sum, table) => sum + grown(`${table}${suffix}`), 0);
  console.table(
    Object.fromEntries(
      kinds.map((table) => [
        table,
        Object.fromEntries(
          ['', '_5m', '_1h'].map((suffix) => [
            `GB a day${suffix.replace('_', ' ')}`,
            gigabytesADay(grown(`${table}${suffix}`)),
          ]),
        ),
      ]),
    ),
  );
  report('states', {
    rawGigabytesADay: gigabytesADay(sumAt('')),
    rawAsRowsGigabytesADay: gigabytesADay(asRows),
    fiveMinutesGigabytesADay: gigabytesADay(sumAt('_5m')),
    hoursGigabytesADay: gigabytesADay(sumAt('_1h')),
    writeCpuMillisecondsAMessage: Math.round((writeSeconds / messages) * 1e6) / 1e3,
    rollUpCpuMillisecondsAMessage: Math.round((refreshSeconds / messages) * 1e6) / 1e3,
  });
} finally {
  await stopAll();
}
