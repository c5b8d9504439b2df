import { setTimeout as sleep } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { CONSUMER, encodeTraffic, STREAM, subjectOf } from '@weir/model';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Inbox } from '../../../apps/aggregator/src/ingest/inbox.js';
import { eventually } from '../../support/eventually.js';
import { startNats } from '../../support/nats.js';
import { describeIf, natsServer } from '../../support/requirements.js';
import { eight, FakeAgent } from '../store/fake-agent.js';

const AT = Date.parse('2026-11-21T12:00:00Z');

describeIf(natsServer, 'the inbox', () => {
  const agent = new FakeAgent();
  const stopping = new AbortController();
  let connection: NatsConnection;
  let inbox: Inbox;
  let second = 0;

  beforeAll(async () => {
    connection = await connect({ servers: (await startNats()).url });
    inbox = new Inbox(connection, { disconnected: new AbortController().signal }, stopping.signal);
  });

  afterAll(() => connection.close());

  const publish = async (count: number, ms = 1_000): Promise<void> => {
    for (let index = 0; index < count; index++) {
      second += 1;
      const message = agent.tick(AT + second * 1_000, { 'host/eth0': eight(second) }, { ms });
      connection.publish(subjectOf('traffic', agent.host), encodeTraffic(message));
    }
    await connection.flush();
  };
  const held = async (): Promise<number> =>
    (await (await jetstreamManager(connection)).consumers.info(STREAM, CONSUMER)).num_ack_pending;

  it('hands over one message as soon as it comes', async () => {
    const next = inbox.next();
    await eventually('the stream is there', async () => (await jetstreamManager(connection)).streams.info(STREAM));
    await publish(1);
    const batch = await next;
    expect(batch.map(({ arrival }) => arrival.content)).toMatchObject([{ kind: 'traffic', message: { seq: 1 } }]);
    for (const delivery of batch) delivery.acknowledge();
    await eventually('it is acknowledged', async () => expect(await held()).toBe(0));
  });

  it('has fetched and decoded what came while the batch before was stored: one batch of it, in order', async () => {
    await publish(200);
    await eventually('all is here', async () => expect(await held()).toBe(200));
    // Long enough after the batch before.
    await sleep(300);
    const batch = await Promise.race([inbox.next(), Promise.resolve('not at once')]);
    if (typeof batch === 'string') throw new Error(batch);
    expect(
      batch.map(
        ({ arrival: { content } }) => content.kind !== 'refused' && 'seq' in content.message && content.message.seq,
      ),
    ).toEqual(Array.from({ length: 200 }, (_, index) => index + 2));
    for (const delivery of batch) delivery.acknowledge();
  });

  it('takes no more than 500 at once, and asks for no more than it has room for', async () => {
    await eventually('all is acknowledged', async () => expect(await held()).toBe(0));
    await publish(3_000);
    await eventually('it is full', async () => expect(await held()).toBeGreaterThanOrEqual(500));
    await sleep(500);
    expect(await held()).toBeLessThan(1_000);
    let taken = 0;
    while (taken < 3_000) {
      const batch = await inbox.next();
      expect(batch.length).toBeLessThanOrEqual(500);
      for (const delivery of batch) delivery.acknowledge();
      taken += batch.length;
    }
    expect(taken).toBe(3_000);
  });

  it('takes fewer at once where each is a sample of hours, which becomes hundreds of frames', async () => {
    await eventually('all is acknowledged', async () => expect(await held()).toBe(0));
    await publish(300, 6 * 3_600_000);
    let taken = 0;
    while (taken < 300) {
      const batch = await inbox.next();
      const bytes = batch.reduce((sum, { arrival }) => sum + arrival.payload.length, 0);
      expect(bytes * 360).toBeLessThanOrEqual(8 * 1_048_576);
      for (const delivery of batch) delivery.acknowledge();
      taken += batch.length;
      await sleep(100);
    }
    expect(taken).toBe(300);
  });

  it('ends when it is stopped, with what came until then', async () => {
    await publish(5);
    await eventually('all is here', async () => expect(await held()).toBe(5));
    stopping.abort();
    expect([(await inbox.next()).length, (await inbox.next()).length]).toEqual([5, 0]);
  });
});
