import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { CONSUMER, STREAM } from '@weir/model';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ensureStream } from '../../../apps/aggregator/src/ingest/stream.js';
import { eventually } from '../../support/eventually.js';
import { startNats } from '../../support/nats.js';
import { type NatsCluster, startNatsCluster } from '../../support/nats-cluster.js';
import { debian13, describeIf, natsServer } from '../../support/requirements.js';
import { trixieNatsServer } from '../../support/trixie.js';

const TOO_FEW = (copies: number): RegExp =>
  new RegExp(`no ${copies} servers in one cluster .*start more, .* or lower WEIR_NATS_REPLICAS`);

describeIf(natsServer, 'copies of the stream, in a cluster of three servers', () => copies());
describeIf(debian13, 'copies of the stream, in a cluster of three servers of Debian 13', () =>
  copies(trixieNatsServer),
);

function copies(command?: () => Promise<string>): void {
  let cluster: NatsCluster;
  let connection: NatsConnection;
  let manager: JetStreamManager;

  const streamCopies = async (): Promise<number> => (await manager.streams.info(STREAM)).config.num_replicas;
  /** Of the consumer, which is to be kept where the stream is. */
  const consumerCopies = (copies: number): Promise<void> =>
    eventually('the consumer is kept with the stream', async () => {
      const { leader, replicas = [] } = (await manager.consumers.info(STREAM, CONSUMER)).cluster ?? {};
      expect([typeof leader, replicas.length]).toEqual(['string', copies - 1]);
    });

  beforeAll(async () => {
    cluster = await startNatsCluster(3, await command?.());
    connection = await connect({ servers: cluster.url.split(',') });
    manager = await jetstreamManager(connection);
  });

  afterAll(async () => {
    await connection?.close();
  });

  it('are refused in words where there are fewer servers, and nothing is made', async () => {
    await expect(ensureStream(manager, 5)).rejects.toThrow(TOO_FEW(5));
    await expect(manager.streams.info(STREAM)).rejects.toThrow('stream not found');
  });

  it('are one unless more are asked for', async () => {
    await ensureStream(manager);
    await cluster.whole(1);
    await consumerCopies(1);
  });

  it('become more on a stream that is there, and of its consumer with it', async () => {
    await ensureStream(manager, 3);
    await cluster.whole(3);
    await consumerCopies(3);
  });

  it('stay as they are where nothing is said, or where there are too few servers for more', async () => {
    await ensureStream(manager);
    await ensureStream(manager, 5);
    expect(await streamCopies()).toBe(3);
  });

  it('become fewer when that is said', async () => {
    await ensureStream(manager, 1);
    await cluster.whole(1);
    await consumerCopies(1);
  });
}

describeIf(natsServer, 'copies of the stream, on a server that is in no cluster', () => {
  it('are one: more are refused, and an existing stream is used as it is', async () => {
    const connection = await connect({ servers: (await startNats()).url });
    const manager = await jetstreamManager(connection);
    await expect(ensureStream(manager, 3)).rejects.toThrow(TOO_FEW(3));
    await ensureStream(manager);
    await ensureStream(manager, 3);
    expect((await manager.streams.info(STREAM)).config.num_replicas).toBe(1);
    await connection.close();
  });
});
