import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InventoryMessage } from '@weir/model';
import type pg from 'pg';
import { migrate, MIGRATIONS } from '../../../apps/aggregator/src/store/migrate.js';
import { writeInventories } from '../../../apps/aggregator/src/store/write/inventory.js';
import { startPostgres } from '../../support/postgres.js';
import { inventoryOf } from './fake-agent.js';
import { openPool } from '../../support/database.js';

const REAL = [
  ...['10.0.0.7', '255.255.255.255', '::', '::1', '1::', 'fe80::42:acff:fe12:5', '2001:db8:0:1:1:1:1:1', 'FD00::ABCD'],
  ...['1:2:3:4:5:6::', '::2:3:4:5:6:7'],
];
/** Read by some, and not by the database. */
const NONE = [
  ...['', 'no address', '10.0.0', '10.0.0.256', '01.2.3.4', '10.0.0.1/8', '1:2:3:4:5:6:7:8:9', ':::', '1::2::3', ':1'],
  ...['12345::', `'); DROP TABLE series; --`],
];

describe('addresses of interfaces', () => {
  let pool: pg.Pool;
  const of = async (key: string): Promise<unknown> =>
    (await pool.query('SELECT addresses FROM series WHERE key = $1', [key])).rows[0];

  beforeAll(async () => {
    const { url } = await startPostgres();
    const before = MIGRATIONS.findIndex(({ id }) => id === '0011_lists');
    await migrate(url, () => undefined, MIGRATIONS.slice(0, before));
    pool = openPool(url);
    pool.on('error', () => undefined);
    await pool.query(
      `INSERT INTO host (id, name, first_seen, last_seen) VALUES ('${randomUUID()}', 'old', now(), now())`,
    );
    for (const [key, addresses] of [
      ['host/eth0', ['fe80::1%eth0', ...REAL, ...NONE]],
      ['host/lo', []],
    ] as const) {
      await pool.query(
        `INSERT INTO series (host_id, key, net_id, name, first_at, addresses) VALUES (1, $1, $1, 'x', now(), $2)`,
        [key, addresses],
      );
    }
    await migrate(url, () => undefined);
  });

  afterAll(() => pool.end());

  const written = REAL.map((each) => each.toLowerCase());

  it('are taken over where they are such, in their order', async () => {
    expect(await of('host/eth0')).toEqual({ addresses: written });
    expect(await of('host/lo')).toEqual({ addresses: [] });
  });

  it('are stored where they are such, without their zone, whatever an agent tells', async () => {
    const message = inventoryOf(randomUUID(), Date.now(), ['host/eth1']);
    const [eth1] = message.interfaces;
    const told: InventoryMessage = {
      ...message,
      interfaces: eth1
        ? [{ ...eth1, addresses: ['fe80::1%eth0', '1:2:3:4:5:6:7::', '::ffff:1.2.3.4', ...NONE, ...REAL] }]
        : [],
    };
    const client = await pool.connect();
    await writeInventories(client, [{ hostId: 1, message: told, receivedMs: Date.now() }]);
    client.release();
    const { addresses } = (await of('host/eth1')) as { addresses: string[] };
    expect(addresses).toHaveLength(3 + REAL.length);
    expect(addresses).toEqual(expect.arrayContaining(['fe80::1', '::ffff:1.2.3.4', ...written]));
  });
});
