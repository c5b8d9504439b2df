import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { STREAM, subjectOf } from '@weir/model';
import { beforeAll, expect, it } from '@jest/globals';
import { startAggregator } from '../support/aggregator.js';
import { execute } from '../support/database.js';
import { eventually, STARTED_WITHIN_MS } from '../support/eventually.js';
import { fail } from '../support/fail.js';
import { secondOf } from '../support/nats-scene.js';
import { connectAs, type HeldCredentials, type SecuredNats, startSecuredCluster } from '../support/nats-secured.js';
import { startPostgres } from '../support/postgres.js';
import { describeIf, natsServer } from '../support/requirements.js';
import { FakeAgent } from './store/fake-agent.js';

describeIf(natsServer, 'a cluster of three servers with accounts', () => {
  const agent = new FakeAgent();
  let servers: readonly SecuredNats[];
  let databaseUrl: string;
  const at = (index: number): SecuredNats => servers[index] ?? fail('no such server');

  beforeAll(async () => {
    const [started, database] = await Promise.all([startSecuredCluster(3), startPostgres()]);
    [servers, databaseUrl] = [started, await database.createDatabase()];
    await startAggregator({
      ...{ ...at(0).env, WEIR_NATS_URL: servers.map(({ url }) => url).join(',') },
      ...{ WEIR_NATS_REPLICAS: '3', WEIR_DATABASE_URL: databaseUrl },
    });
  });

  async function sends(connection: NatsConnection): Promise<void> {
    const payload = secondOf(agent);
    await eventually('the stream takes it', () =>
      jetstream(connection).publish(subjectOf('traffic', agent.host), payload, { timeout: 2_000, retries: 0 }),
    );
  }

  it('keeps the stream three times, and takes what agents send to any of them', async () => {
    const { jwt, seed } = at(0).keys.aggregator;
    const own = { host: 'witness', publicKey: '', jwt, seed: new TextEncoder().encode(seed) };
    const witness = await connectAs(at(0), own);
    await eventually(
      'the stream is there',
      async () => {
        const { config } = await (await jetstreamManager(witness)).streams.info(STREAM);
        expect(config.num_replicas).toBe(3);
      },
      STARTED_WITHIN_MS,
    );
    const credentials = await at(0).enrol(agent.host);
    for (const server of servers) {
      const connection = await connectAs(server, credentials);
      await sends(connection);
      await connection.close();
    }
    await witness.close();
  });

  it('keeps a revoked key out at each of them, also at one that lost its disk', async () => {
    const thief = await at(0).enrol(agent.host);
    const closed = (await Promise.all(servers.map((server) => connectAs(server, thief)))).map((each) => each.closed());
    await execute(
      databaseUrl,
      `INSERT INTO revoked_key (public_key, host_uuid, due_at) VALUES ('${thief.publicKey}', '${agent.host}', now())`,
    );
    for (const error of await Promise.all(closed)) expect(error?.message).toMatch(/authentication revoked/i);
    await at(2).kill();
    await at(2).loseDisk();
    await at(2).restart();
    await eventually('it knows again', () => refusedAt(at(2), thief));
    for (const server of servers) await refusedAt(server, thief);
    await sends(await connectAs(at(2), await at(0).enrol(agent.host)));
  });
});

async function refusedAt(server: SecuredNats, credentials: HeldCredentials): Promise<void> {
  await expect(connectAs(server, credentials)).rejects.toThrow(/authorization violation/i);
}
