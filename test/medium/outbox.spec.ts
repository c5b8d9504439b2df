import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { OPEN_WAY, type Receiver, startReceiver } from '../../apps/aggregator/src/alert/channel/http.fixture.js';
import { silentMessage } from '../../apps/aggregator/src/alert/message/message.fixture.js';
import { OutboxSender } from '../../apps/aggregator/src/alert/run/outbox-sender.js';
import { natsAddressOf } from '../../apps/aggregator/src/config/nats-address.js';
import { NatsLink } from '../../apps/aggregator/src/nats/nats-link.js';
import { writeChannel } from '../../apps/aggregator/src/store/alerts/channels.js';
import { writeLives } from '../../apps/aggregator/src/store/alerts/lives.js';
import { StoreSetup } from '../../apps/aggregator/src/store/store-setup.js';
import { openPool } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { startNats } from '../support/nats.js';
import { startPostgres } from '../support/postgres.js';
import { describeIf, natsServer } from '../support/requirements.js';

/** Messages can be taken, but neither renewed nor noted; a lease can be ended by the test. */
const NOTHING_IS_NOTED = `
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''the disk is full''; END';
CREATE TRIGGER refuse BEFORE UPDATE ON outbox FOR EACH ROW
  WHEN (NEW.tries = OLD.tries AND NEW.leased_until IS DISTINCT FROM '-infinity') EXECUTE FUNCTION refuse();`;

describeIf(natsServer, 'the outbox', () => {
  let pool: Pool;
  let link: NatsLink;
  let sender: OutboxSender;
  let server: Receiver;

  const row = async (): Promise<{ tries: number; sent: boolean }> => {
    const { rows } = await pool.query<{ tries: number; sent: boolean }>(
      'SELECT tries, sent_at IS NOT NULL AS sent FROM outbox',
    );
    return rows[0] ?? { tries: 0, sent: false };
  };

  beforeAll(async () => {
    const [nats, database] = await Promise.all([startNats(), startPostgres()]);
    const [url, address] = [await database.createDatabase(), natsAddressOf(nats.url)];
    if (!address) throw new Error('the test gave no address');
    [pool, link, server] = [openPool(url), new NatsLink(address, 'test'), await startReceiver(() => ({ status: 204 }))];
    const setup = new StoreSetup(url);
    sender = new OutboxSender({ pool, setup, link, keys: [], way: OPEN_WAY, onTried: () => undefined });
    await setup.ready();
    await pool.query(NOTHING_IS_NOTED);
    const settings = { url: server.url };
    await writeChannel(pool, {
      ...{ name: 'ops', kind: 'alertmanager', settings, sealed: {}, takesAll: true, isEnabled: true, pace: {} },
    });
    sender.onApplicationBootstrap();
  });

  afterAll(async () => {
    await sender.beforeApplicationShutdown();
    await Promise.all([link.close(), server.close(), pool.end()]);
  });

  it('sends nothing twice that arrived but could not be noted, though its lease ran out', async () => {
    const made = { id: 'm1', channel: 'ops', kind: 'opened', incidentIds: [], threads: ['t1'], madeMs: Date.now() };
    await writeLives(pool, 0, {
      ...{ alerts: [], dropped: [], incidents: [], requests: [], lifecycle: {}, notifier: {} },
      messages: [{ ...made, message: silentMessage(['web-3']) }],
    });
    await eventually('it arrives', () => expect(server.received).toHaveLength(1));
    await pool.query(`UPDATE outbox SET leased_until = '-infinity'`);
    await eventually('it is looked at again', async () => expect(await row()).toEqual({ tries: 2, sent: false }));
    await sleep(1_000);
    expect(server.received).toHaveLength(1);
    await pool.query('DROP TRIGGER refuse ON outbox');
    await eventually('it is noted', async () => expect((await row()).sent).toBe(true));
    expect(server.received).toHaveLength(1);
  });
});
