import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { encodeEvent, encodeInventory, subjectOf } from '@weir/model';
import type { Pool } from 'pg';
import { Notifier } from '../../apps/aggregator/src/alert/notify/notifier.js';
import { DEFAULT_PACE } from '../../apps/aggregator/src/alert/notify/pace.js';
import { AlertWork } from '../../apps/aggregator/src/alert/run/alert-work.js';
import { writeChannel } from '../../apps/aggregator/src/store/alerts/channels.js';
import { readLives, writeLives } from '../../apps/aggregator/src/store/alerts/lives.js';
import { startAggregator } from '../support/aggregator.js';
import { openPool } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { startNats } from '../support/nats.js';
import { startPostgres } from '../support/postgres.js';
import { describeIf, natsServer } from '../support/requirements.js';
import { inventoryOf } from './store/fake-agent.js';

describeIf(natsServer, 'who runs the rules', () => {
  const host = randomUUID();
  let pool: Pool;
  let connection: NatsConnection;
  let looks = 0;
  let stop = (): Promise<unknown> => Promise.resolve();

  const start = (): void => {
    const owned = new AbortController();
    const setting = { timeZone: 'UTC', baseUrl: null };
    looks = 0;
    const done = AlertWork.run({ pool, connection, setting, onLook: () => (looks += 1) }, owned.signal);
    stop = () => {
      owned.abort();
      return done;
    };
  };
  const looked = (count: number): Promise<void> =>
    eventually(`${count} looks`, () => expect(looks).toBeGreaterThanOrEqual(count));
  const revision = async (): Promise<number> => (await readLives(pool)).revision;

  beforeAll(async () => {
    const [nats, database] = [await startNats(), await startPostgres()];
    const url = await database.createDatabase();
    // It makes the tables and the streams; the rules are run here.
    await startAggregator({ WEIR_DATABASE_URL: url, WEIR_NATS_URL: nats.url, WEIR_ROLES: 'ingest' });
    [pool, connection] = [openPool(url), await connect({ servers: nats.url })];
    connection.publish(subjectOf('inventory', host), encodeInventory(inventoryOf(host, Date.now(), ['host/eth0'])));
    await eventually('the host is known', async () => expect((await pool.query('SELECT FROM host')).rowCount).toBe(1));
  });

  afterEach(() => stop());

  afterAll(async () => {
    await connection.close();
    await pool.end();
  });

  it('looks on while forgetting what is old takes long', async () => {
    const client = await pool.connect();
    try {
      await client.query('BEGIN; LOCK TABLE annotation IN ACCESS EXCLUSIVE MODE');
      start();
      await looked(4);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });

  it('writes nothing for containers that come and go', async () => {
    start();
    await looked(2);
    const before = await revision();
    const told = { v: 1, host, subject: 'c'.repeat(64), before: null, after: null, text: 'web stopped' } as const;
    connection.publish(subjectOf('event', host), encodeEvent({ ...told, at: Date.now(), kind: 'container.stopped' }));
    // What is to be written is written after five seconds at the latest.
    await sleep(7_000);
    expect(await revision()).toBe(before);
  });

  it('ends what was told of a host that was forgotten while nobody looked', async () => {
    await writeChannel(pool, {
      ...{ name: 'ops', kind: 'ntfy', settings: { topic: 'x' }, sealed: {} },
      ...{ takesAll: true, isEnabled: true, pace: {} },
    });
    const notifier = Notifier.begin(new Map([['ops', DEFAULT_PACE]]));
    notifier.note({ incidentId: 'forgotten', kind: 'opened', atMs: 0, ruleId: null }, ['ops']);
    const [begun] = notifier.due(1_000, () => true);
    const { revision: known, lifecycle } = await readLives(pool);
    const nothing = { alerts: [], dropped: [], incidents: [], messages: [], requests: [] };
    await writeLives(pool, known, { ...nothing, lifecycle, notifier: notifier.save() });
    start();
    await eventually('its end is told', async () => {
      const { rows } = await pool.query("SELECT kind, threads, message->>'title' AS title FROM outbox");
      const title = 'Over: what it was of is forgotten';
      expect(rows).toEqual([{ kind: 'resolved', threads: [begun?.id], title }]);
    });
  });
});
