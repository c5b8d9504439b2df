import { CONSUMER, encodeInventory, STREAM, STREAM_SUBJECTS, subjectOf, type TrafficMessage } from '@weir/model';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import type { TestProcess } from '../../support/process.js';
import { describeIf, natsServer } from '../../support/requirements.js';
import { eight, FakeAgent, inventoryOf } from '../store/fake-agent.js';
import { Pipeline } from './pipeline.js';

const MINUTE_MS = 60_000;
const T0 = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 10 * MINUTE_MS;
const KEYS = ['host/eth0', '0123456789ab/eth0', '0123456789ab/eth1'];

describeIf(natsServer, 'ingest', () => {
  let pipeline: Pipeline;
  let ingesters: TestProcess[] = [];

  const start = (): TestProcess => {
    const ingester = pipeline.ingester();
    ingesters.push(ingester);
    return ingester;
  };

  /** A second of an agent's life. */
  const tick = (agent: FakeAgent, second: number): TrafficMessage =>
    agent.tick(T0 + second * 1_000, Object.fromEntries(KEYS.map((key, index) => [key, eight(second + index)])));

  /** Seconds of several agents, each message now and then twice; so many, and more for as long as it goes on. */
  async function load(
    agents: readonly FakeAgent[],
    seconds: number,
    pauseMs = 0,
    goesOn = (): boolean => false,
  ): Promise<void> {
    for (let second = 1; second <= seconds || goesOn(); second++) {
      const messages = agents.map((agent) => tick(agent, second));
      const again = second % 7 === 0 ? messages : [];
      await Promise.all([...messages, ...again].map((message) => pipeline.publish(message)));
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }

  async function expectExact(agents: readonly FakeAgent[]): Promise<void> {
    await pipeline.drained();
    for (const agent of agents) expect(await pipeline.sums('traffic', agent)).toEqual(agent.truth);
  }

  beforeAll(async () => {
    pipeline = await Pipeline.start();
  });

  beforeEach(async () => {
    pipeline = await pipeline.renew();
  });

  afterAll(() => pipeline.connection.close());

  afterEach(async () => {
    await Promise.all(ingesters.map((ingester) => ingester.stop()));
    ingesters = [];
  });

  it('makes the stream and its consumer: bounded, listed subjects, refusing what does not fit', async () => {
    await start().waitForLog(/the database is ready/);
    const { config } = await eventually('the stream is there', async () =>
      (await pipeline.manager()).streams.info(STREAM),
    );
    expect(config).toMatchObject({
      retention: 'workqueue',
      discard: 'new',
      storage: 'file',
      max_bytes: 2 ** 30,
      max_age: 0,
    });
    expect(config.subjects).toEqual(STREAM_SUBJECTS);
    const consumer = await eventually('the consumer is there', async () =>
      (await pipeline.manager()).consumers.info(STREAM, CONSUMER),
    );
    expect(consumer.config).toMatchObject({ ack_policy: 'explicit', max_deliver: -1, max_ack_pending: 20_000 });
  });

  it('mends the stream’s subjects, but leaves the size that its operator chose', async () => {
    const { streams } = await pipeline.manager();
    await streams.add({ name: STREAM, subjects: ['weir.v1.traffic.*'], retention: 'workqueue', max_bytes: 10_000_000 });
    start();
    await eventually('it is mended', async () => {
      const { config } = await streams.info(STREAM);
      expect(config).toMatchObject({ subjects: STREAM_SUBJECTS, discard: 'new', max_bytes: 10_000_000 });
    });
  });

  it('stores each message once and empties the stream; rolled-up minutes add up to the same', async () => {
    const agents = [new FakeAgent(), new FakeAgent()];
    start();
    await load(agents, 130);
    await expectExact(agents);
    await eventually('the minutes are rolled up', async () => {
      expect(await pipeline.rows('SELECT FROM dirty_1m')).toEqual([]);
      for (const agent of agents) expect(await pipeline.sums('traffic_1m', agent)).toEqual(agent.truth);
    });
  });

  it('refuses what is garbled, with its reason, and stores the next one', async () => {
    const agent = new FakeAgent();
    const other = new FakeAgent();
    const wide = inventoryOf(agent.host, T0, KEYS);
    start();
    await pipeline.publishRaw(subjectOf('traffic', agent.host), '{"v":1,"host":');
    await pipeline.publishRaw(subjectOf('event', agent.host), '{"v":2}');
    await pipeline.publish(tick(other, 1), subjectOf('traffic', agent.host));
    await pipeline.publish({ ...tick(new FakeAgent(agent.host), 1), unread: ['eth0'] });
    await pipeline.publishRaw('weir.v1.traffic.nobody', '{}');
    await pipeline.publishRaw(
      subjectOf('inventory', agent.host),
      encodeInventory({ ...wide, interfaces: wide.interfaces.map((entry) => ({ ...entry, mtu: 2 ** 40 })) }),
    );
    await pipeline.publish(tick(agent, 2));
    await expectExact([agent]);
    const refused = await pipeline.rows<{ reason: string }>('SELECT reason FROM refused');
    expect(refused.map(({ reason }) => reason).sort()).toEqual([
      'cannot be stored: value "1099511627776" is out of range for type integer',
      'host: is not the host of the subject',
      'payload: is not JSON',
      'subject: is none of weir.v1.<kind>.<host id>',
      'unread[0]: is not <namespace>/<interface>',
      'v: must be 1',
    ]);
    expect(await pipeline.rows('SELECT FROM host WHERE id = $1', [other.host])).toEqual([]);
  });

  it('finds one bad message among many good ones, and stores all the others', async () => {
    const agents = Array.from({ length: 20 }, () => new FakeAgent());
    await start().waitForLog(/the database is ready/);
    await eventually('the stream is there', async () => (await pipeline.manager()).streams.info(STREAM));
    await Promise.all(ingesters.map((ingester) => ingester.stop()));
    await load(agents.slice(0, 10), 10);
    const bad = inventoryOf(agents[0]!.host, T0, KEYS);
    const wide = { ...bad, interfaces: bad.interfaces.map((entry) => ({ ...entry, mtu: 2 ** 40 })) };
    await pipeline.publishRaw(subjectOf('inventory', bad.host), encodeInventory(wide));
    await load(agents.slice(10), 10);
    start();
    await expectExact(agents);
    expect(await pipeline.rows('SELECT subject FROM refused')).toEqual([{ subject: subjectOf('inventory', bad.host) }]);
  });

  it('loses nothing and doubles nothing when it is killed in the middle of its work, again and again', async () => {
    const agents = Array.from({ length: 10 }, () => new FakeAgent());
    const ingester = start();
    let killed = 0;
    const loading = load(agents, 100, 100, () => killed < 4);
    for (let stored = 0; killed < 4; killed++) {
      stored = await eventually('it is in the middle of its work', async () => {
        const { length } = await pipeline.rows('SELECT FROM presence');
        expect(length).toBeGreaterThan(stored);
        return length;
      });
      await ingester.restart();
    }
    await loading;
    await expectExact(agents);
  });

  it('loses nothing when the database is killed under load and comes back, and stays up meanwhile', async () => {
    const agents = Array.from({ length: 10 }, () => new FakeAgent());
    const ingester = start();
    const loading = load(agents, 150, 50);
    await eventually('something is stored', async () => expect(await pipeline.rows('SELECT FROM run')).not.toEqual([]));
    for (let killed = 0; killed < 3; killed++) {
      await pipeline.database.kill();
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      await pipeline.database.restart();
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
    await loading;
    await expectExact(agents);
    expect(ingester.running()).toBe(true);
    expect(await pipeline.rows('SELECT FROM refused')).toEqual([]);
  });

  it('loses nothing when NATS is killed under load and comes back', async () => {
    const agents = Array.from({ length: 5 }, () => new FakeAgent());
    start();
    const loading = load(agents, 60, 50);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await pipeline.nats.kill();
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    await pipeline.nats.restart();
    await loading;
    await expectExact(agents);
  });

  it('makes stream and consumer again when NATS comes back without them', async () => {
    const agent = new FakeAgent();
    start();
    await eventually('the stream is there', async () => (await pipeline.manager()).streams.info(STREAM));
    await load([agent], 3);
    await expectExact([agent]);
    await (await pipeline.manager()).streams.delete(STREAM);
    await load([agent], 3);
    await expectExact([agent]);
  });

  it('starts without database and NATS, and works as soon as they are there', async () => {
    const agent = new FakeAgent();
    await Promise.all([pipeline.database.kill(), pipeline.nats.kill()]);
    const ingester = start();
    await ingester.waitForLog(/the database cannot be prepared yet/);
    await ingester.waitForLog(/NATS is not reachable yet/);
    await Promise.all([pipeline.database.restart(), pipeline.nats.restart()]);
    await load([agent], 5);
    await expectExact([agent]);
  });

  it('shares the work among replicas, one of which is killed', async () => {
    const agents = Array.from({ length: 20 }, () => new FakeAgent());
    start();
    const victim = start();
    const loading = load(agents, 100, 20);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    await victim.kill();
    await loading;
    await expectExact(agents);
  });

  it('finishes the batch in hand when it is told to stop', async () => {
    const agents = Array.from({ length: 10 }, () => new FakeAgent());
    const ingester = start();
    const loading = load(agents, 60, 30);
    await eventually('something is stored', async () => expect(await pipeline.rows('SELECT FROM run')).not.toEqual([]));
    ingester.signal('SIGTERM');
    await ingester.exited();
    await loading;
    const consumer = await (await pipeline.manager()).consumers.info(STREAM, CONSUMER);
    expect(consumer.num_ack_pending).toBe(0);
    await ingester.restart();
    await expectExact(agents);
  });
});
