import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CONSUMER, encodeTraffic, MAX_PAYLOAD_BYTES, STREAM, subjectOf, type TrafficMessage } from '@weir/model';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import { temporaryDirectory } from '../../support/reaper.js';
import { describeIf, natsServer } from '../../support/requirements.js';
import { eight, FakeAgent } from '../store/fake-agent.js';
import { Pipeline } from './pipeline.js';

const T0 = Date.now() - 600_000;
const MESSAGES = 100;
/** More than an ingester asks for at once. */
const LARGE_BYTES = 9 * 1_048_576;
/** 8 MiB are stored, less than that waits, and as much again was requested before that was known. */
const MOST_BYTES_HELD = 3 * 8 * 1_048_576;

describeIf(natsServer, 'an ingester that cannot store', () => {
  let pipeline: Pipeline;

  beforeAll(async () => {
    const settings = join(temporaryDirectory('large'), 'nats.conf');
    writeFileSync(settings, `max_payload: ${2 * LARGE_BYTES}`);
    pipeline = await Pipeline.start({ args: ['-c', settings] });
  });

  afterAll(() => pipeline.connection.close());

  it('holds so many bytes and no more, leaves the rest in the stream, and stores all of it in the end', async () => {
    const agent = new FakeAgent();
    const ingester = pipeline.ingester();
    await ingester.waitForLog(/the database is ready/);
    await pipeline.database.kill();
    await eventually('the stream is there', async () => (await pipeline.manager()).streams.info(STREAM));
    let bytes = 0;
    for (let second = 1; second <= MESSAGES; second++) {
      const message = encodeTraffic(agent.tick(T0 + second * 1_000, { 'host/eth0': eight(second) }));
      // Fields that are not known are read over, but they take room.
      const payload = `${message.slice(0, -1)},"padding":"${'x'.repeat(MAX_PAYLOAD_BYTES - message.length - 20)}"}`;
      bytes = payload.length;
      await pipeline.publishRaw(subjectOf('traffic', agent.host), payload);
    }
    const held = async (): Promise<number> =>
      (await (await pipeline.manager()).consumers.info(STREAM, CONSUMER)).num_ack_pending;
    await eventually('it has taken what it can hold', async () => expect(await held()).toBeGreaterThan(16));
    for (let look = 0; look < 10; look++) {
      expect((await held()) * bytes).toBeLessThanOrEqual(MOST_BYTES_HELD + bytes);
      await sleep(300);
    }
    expect(await pipeline.messagesLeft()).toBe(MESSAGES);
    await pipeline.database.restart();
    await pipeline.drained();
    expect(await pipeline.sums('traffic', agent)).toEqual(agent.truth);
    await ingester.stop();
  });

  it('holds on to what it holds for longer than the stream waits to hear of it: nothing comes once more', async () => {
    pipeline = await pipeline.renew();
    const agent = new FakeAgent();
    const ingester = pipeline.ingester();
    await ingester.waitForLog(/the database is ready/);
    await eventually('the stream is there', async () => (await pipeline.manager()).streams.info(STREAM));
    await pipeline.database.kill();
    for (let second = 1; second <= 20; second++) {
      await pipeline.publish(agent.tick(T0 + second * 1_000, { 'host/eth0': eight(second) }));
    }
    await sleep(17_000);
    const { num_ack_pending, num_redelivered } = await (await pipeline.manager()).consumers.info(STREAM, CONSUMER);
    expect({ num_ack_pending, num_redelivered }).toEqual({ num_ack_pending: 20, num_redelivered: 0 });
    await pipeline.database.restart();
    await pipeline.drained();
    expect(await pipeline.sums('traffic', agent)).toEqual(agent.truth);
    await ingester.stop();
  });

  it('is not held up by a message that is larger than all that', async () => {
    pipeline = await pipeline.renew();
    const agent = new FakeAgent();
    const tick = (second: number): TrafficMessage => agent.tick(T0 + second * 1_000, { 'host/eth0': eight(second) });
    pipeline.ingester();
    await pipeline.publish(tick(1));
    await pipeline.publishRaw(subjectOf('traffic', agent.host), 'x'.repeat(LARGE_BYTES));
    await pipeline.publish(tick(2));
    await pipeline.drained();
    expect(await pipeline.sums('traffic', agent)).toEqual(agent.truth);
    expect(await pipeline.rows('SELECT reason FROM refused')).toEqual([{ reason: 'payload: is not JSON' }]);
  });
});
