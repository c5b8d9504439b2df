import { copyFileSync, cpSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { CONSUMER, encodeTraffic, STREAM, subjectOf } from '@weir/model';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Inbox } from '../../../apps/aggregator/src/ingest/inbox.js';
import { pull } from '../../../apps/aggregator/src/ingest/pull.js';
import { ensureStream } from '../../../apps/aggregator/src/ingest/stream.js';
import { eventually } from '../../support/eventually.js';
import { startNats, type TestNats } from '../../support/nats.js';
import { temporaryDirectory } from '../../support/reaper.js';
import { describeIf, natsServer } from '../../support/requirements.js';
import { eight, FakeAgent } from '../store/fake-agent.js';

const AT = Date.parse('2026-11-21T12:00:00Z');
const DELIVERED = 100;

/**
 * A killed server comes back with its stream and its consumer as they were at two different times. Here the files of one
 * time are put beside those of another, so that it need not be met by chance.
 */
describeIf(natsServer, 'the inbox after a crash of the server', () => {
  let nats: TestNats;
  let connection: NatsConnection;
  let store: string;
  let earlier: string;
  let acks: string[];
  let stopping: AbortController;
  let drained: Promise<void> | undefined;

  const stream = (): string => join(store, 'jetstream/$G/streams', STREAM);
  const state = (): string => join('obs', CONSUMER, 'o.dat');
  const open = async (): Promise<void> => {
    connection = await connect({ servers: nats.url });
    await eventually('JetStream answers', () => jetstreamManager(connection));
  };
  /** In order; the state of a consumer is written a moment after it has changed all the same. */
  const stop = async (): Promise<void> => {
    const { num_ack_pending: held } = await consumer();
    const isWritten = (): void => {
      const bytes = statSync(join(stream(), state())).size;
      // A few numbers, and three of each that is held.
      expect(bytes).toBeGreaterThan(held * 3);
      expect(bytes).toBeLessThan(held * 8 + 12);
    };
    await eventually('its state is written', isWritten, 60_000);
    await connection.close();
    process.kill(nats.pid, 'SIGTERM');
    await eventually('it has ended', async () => expect(await isGone(nats.url)).toBe(true));
  };
  const start = async (): Promise<void> => {
    await nats.restart();
    await open();
  };
  const acknowledge = async (from: number): Promise<void> => {
    for (const ack of acks.slice(from)) connection.publish(ack, '+ACK');
    await eventually('it is acknowledged', async () => expect((await consumer()).num_ack_pending).toBe(from));
  };
  const consumer = async (): ReturnType<Awaited<ReturnType<typeof jetstreamManager>>['consumers']['info']> =>
    (await jetstreamManager(connection)).consumers.info(STREAM, CONSUMER);
  const messages = async (): Promise<number> =>
    (await (await jetstreamManager(connection)).streams.info(STREAM)).state.messages;

  /** Sequence numbers of what comes; all of it is acknowledged, except the ones that are kept. */
  const drain = (kept: ReadonlySet<number>): number[] => {
    const inbox = new Inbox(connection, { disconnected: new AbortController().signal }, stopping.signal);
    const seen: number[] = [];
    drained = (async () => {
      for (let batch = await inbox.next(); batch.length > 0; batch = await inbox.next()) {
        for (const delivery of batch) {
          const { content } = delivery.arrival;
          if (content.kind !== 'traffic') throw new Error(content.kind);
          seen.push(content.message.seq);
          if (!kept.has(content.message.seq)) delivery.acknowledge();
        }
      }
    })();
    return seen;
  };

  beforeEach(async () => {
    store = join(temporaryDirectory('crash'), 'store');
    earlier = `${store}-earlier`;
    stopping = new AbortController();
    nats = await startNats({ args: ['-sd', store] });
    await open();
    await ensureStream(await jetstreamManager(connection));
    const agent = new FakeAgent();
    for (let second = 1; second <= DELIVERED + 20; second++) {
      const message = agent.tick(AT + second * 1_000, { 'host/eth0': eight(second) });
      await jetstream(connection).publish(subjectOf('traffic', agent.host), encodeTraffic(message));
    }
    acks = [];
    const delivered = { messages: DELIVERED, bytes: 0 };
    await pull(connection, delivered, ({ reply }) => acks.push(reply ?? ''), []);
    await stop();
    cpSync(stream(), earlier, { recursive: true });
    await start();
  });

  afterEach(async () => {
    stopping.abort();
    await drained;
    await connection.close();
  });

  it('waits for nothing that the stream has deleted: 2.9 would redeliver that, and nothing else', async () => {
    await acknowledge(1);
    await stop();
    copyFileSync(join(earlier, state()), join(stream(), state()));
    await start();
    expect(await consumer()).toMatchObject({ num_ack_pending: DELIVERED, num_pending: 20 });
    expect(await messages()).toBe(21);
    const seen = drain(new Set());
    await eventually('only the one is held that was delivered before', async () => {
      expect(await consumer()).toMatchObject({ num_ack_pending: 1, num_pending: 0 });
    });
    expect(seen).toEqual(Array.from({ length: 20 }, (_, index) => DELIVERED + 1 + index));
  });

  it('takes what the stream has and the consumer would never deliver, and deletes it once it is stored', async () => {
    await acknowledge(0);
    await stop();
    copyFileSync(join(stream(), state()), `${earlier}.dat`);
    rmSync(stream(), { recursive: true });
    cpSync(earlier, stream(), { recursive: true });
    copyFileSync(`${earlier}.dat`, join(stream(), state()));
    await start();
    expect(await consumer()).toMatchObject({ num_ack_pending: 0, num_pending: 20 });
    expect(await messages()).toBe(DELIVERED + 20);
    const seen = drain(new Set([7]));
    await eventually('all is deleted but what is not stored', async () => expect(await messages()).toBe(1));
    expect(new Set(seen).size).toBe(DELIVERED + 20);
    await sleep(100);
    expect(await messages()).toBe(1);
  });
});

async function isGone(url: string): Promise<boolean> {
  const connection = await connect({ servers: url, reconnect: false, timeout: 1_000 }).catch(() => null);
  await connection?.close();
  return connection === null;
}
