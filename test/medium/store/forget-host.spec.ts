import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { onConnection } from '../../../apps/aggregator/src/store/connection.js';
import {
  type Edition,
  levelTable,
  PACKED_TABLE,
  RECENT_TABLE,
} from '../../../apps/aggregator/src/store/edition/edition.js';
import { forgetHost } from '../../../apps/aggregator/src/store/hosts/forget-host.js';
import { migrate } from '../../../apps/aggregator/src/store/migrate.js';
import { LEVELS } from '../../../apps/aggregator/src/store/rollup/level.js';
import { STATE_RESOLUTIONS, stateTables } from '../../../apps/aggregator/src/store/states/level.js';
import type { Arrival, Content } from '../../../apps/aggregator/src/store/write/arrival.js';
import { BatchWriter } from '../../../apps/aggregator/src/store/write/batch-writer.js';
import { startPostgres } from '../../support/postgres.js';
import { arrivalOf, eight, FakeAgent, inventoryOf, stateOf } from './fake-agent.js';
import { openPool } from '../../support/database.js';

const DAY_MS = 86_400_000;
const T0 = Math.floor(Date.now() / DAY_MS) * DAY_MS - DAY_MS;
const NIC = 'host/eth0';
const CONTAINER = 'c'.repeat(64);

const arrival = (content: Content): Arrival => arrivalOf(content, T0 + 60_000);

describe('a host that is forgotten', () => {
  const [kept, forgotten] = [new FakeAgent(), new FakeAgent()];
  let pool: pg.Pool;
  let edition: Edition;
  let writer: BatchWriter;

  beforeAll(async () => {
    const url = await (await startPostgres()).createDatabase();
    edition = await migrate(url, () => undefined);
    pool = openPool(url);
    pool.on('error', () => undefined);
    writer = new BatchWriter(pool, edition);
    for (const agent of [kept, forgotten]) await live(agent);
  });

  afterAll(() => pool.end());

  const tickOf = (agent: FakeAgent, at: number): Arrival => ({
    ...arrival({ kind: 'traffic', message: agent.tick(at, { [NIC]: eight(1) }) }),
    receivedMs: at,
  });

  async function live(agent: FakeAgent): Promise<void> {
    const { host } = agent;
    const told = { ids: [CONTAINER], cpuMs: [1], memoryBytes: [1], memoryLimitBytes: [null] };
    const names = { stack: null, service: null, pod: null, podNamespace: null, workload: null, labels: {} };
    const place = { image: 'nginx', namespace: null, hostNetwork: true, startedAt: T0 };
    const network = { id: 'n1', name: 'shop', driver: 'bridge', internal: false, subnets: [], bridge: null };
    const inventory = { containers: [{ id: CONTAINER, name: 'web', ...place, ...names }], networks: [network] };
    const event = { v: 1, host, at: T0, kind: 'x', subject: 'y', before: null, after: null, text: 'z' } as const;
    await writer.write([
      tickOf(agent, T0 + 1_000),
      arrival({ kind: 'inventory', message: inventoryOf(host, T0, [NIC], inventory) }),
      arrival({ kind: 'state', message: stateOf(agent, T0 + 10_000, { containers: told }) }),
      arrival({ kind: 'event', message: event }),
    ]);
  }

  async function hostIdOf({ host }: FakeAgent): Promise<number> {
    const { rows } = await pool.query<{ host_id: number }>('SELECT host_id FROM host WHERE id = $1', [host]);
    return rows[0]?.host_id ?? NaN;
  }

  /** How many rows each table holds of a host. */
  async function rowsOf(hostId: number): Promise<Map<string, number>> {
    const { rows } = await pool.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.columns JOIN pg_class ON relname = table_name
       WHERE column_name = 'host_id' AND table_schema = 'public' AND NOT relispartition AND table_name <> 'horizon'`,
    );
    const counts = new Map<string, number>();
    for (const { name } of rows) {
      const counted = await pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${name} WHERE host_id = $1`, [
        hostId,
      ]);
      counts.set(name, counted.rows[0]?.n ?? NaN);
    }
    return counts;
  }

  /** What is not there cannot be seen to go. */
  async function fillTheEmpty(hostId: number): Promise<void> {
    const time = new Date(T0).toISOString();
    const row = {
      ...{ host_id: hostId, frames: '\\x', ...{ time, bucket: time, last: time, stored_at: time } },
      ...{ finding: 1, entity_kind: 'host', entity_key: 'web', entity_name: 'web', class: 'burst', category: 'volume' },
      ...{
        started_at: time,
        last_seen_at: time,
        at: time,
        strength: 1,
        evidence: {},
        sentence: 'It did.',
        seen_on: [],
      },
      ...{ repeats: 0, is_counted: false, verdict: 'expected', times: 1, from_at: time, until_at: time },
      ...{ name: 'eth0', bits_per_second: 1_000_000_000 },
    };
    const tables = [
      RECENT_TABLE,
      PACKED_TABLE,
      ...LEVELS.map(levelTable),
      ...STATE_RESOLUTIONS.flatMap((resolution) => stateTables(resolution)),
    ];
    await onConnection(pool, (client) => edition.ensureRoom(client, tables, [T0]));
    for (const [table, count] of await rowsOf(hostId)) {
      if (count > 0) continue;
      await pool.query(
        `INSERT INTO ${table} OVERRIDING USER VALUE SELECT * FROM jsonb_populate_record(null::${table}, $1)`,
        [row],
      );
    }
  }

  it('leaves no row in any table, and no other host is touched', async () => {
    const [id, other] = [await hostIdOf(forgotten), await hostIdOf(kept)];
    for (const hostId of [id, other]) await fillTheEmpty(hostId);
    expect([...(await rowsOf(id))].filter(([, count]) => count === 0)).toEqual([]);
    const others = await rowsOf(other);
    expect(await forgetHost(pool, forgotten.host)).toBe(true);
    expect([...(await rowsOf(id))].filter(([, count]) => count > 0)).toEqual([]);
    expect(await rowsOf(other)).toEqual(others);
    const bases = await pool.query('SELECT FROM counter_base');
    expect(bases.rowCount).toBe(1);
  });

  it('is none that is known any more, and comes back as a new one', async () => {
    expect(await forgetHost(pool, forgotten.host)).toBe(false);
    const again = tickOf(forgotten, Date.now());
    await expect(writer.write([again])).rejects.toThrow();
    expect(await writer.write([again])).toMatchObject({ rows: 1, refused: [] });
  });
});
