import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { encodeTraffic, subjectOf, type TrafficMessage } from '@weir/model';
import { Inbox } from '../../apps/aggregator/src/ingest/inbox.js';
import { ensureStream } from '../../apps/aggregator/src/ingest/stream.js';
import { Hearing } from '../../apps/aggregator/src/nats/hearing.js';
import { eventually } from '../support/eventually.js';
import { startNats } from '../support/nats.js';
import { describeIf, natsServer } from '../support/requirements.js';
import { eight, FakeAgent } from './store/fake-agent.js';

const AT = Date.parse('2026-11-21T12:00:00Z');
const KEY = 'host/eth0';

describeIf(natsServer, 'what a process hears as it passes', () => {
  let own: NatsConnection;
  let agents: NatsConnection;
  let agent: FakeAgent;
  let sent = 0;

  beforeAll(async () => {
    const nats = await startNats();
    [own, agents] = await Promise.all([connect({ servers: nats.url }), connect({ servers: nats.url })]);
    await ensureStream(await jetstreamManager(own));
  });
  afterAll(() => Promise.all([own.close(), agents.close()]));
  beforeEach(() => {
    agent = new FakeAgent();
  });

  const stops: (() => void)[] = [];
  afterEach(() => stops.splice(0).forEach((stop) => stop()));
  const listen = async (): Promise<(TrafficMessage | null)[]> => {
    const heard: (TrafficMessage | null)[] = [];
    stops.push(Hearing.of(own).listen('traffic', ({ message }) => heard.push(message)));
    await own.flush();
    return heard;
  };
  const tell = async (): Promise<TrafficMessage> => {
    const message = agent.tick(AT + sent++ * 1_000, { [KEY]: eight(sent) });
    await jetstream(agents).publish(subjectOf('traffic', agent.host), encodeTraffic(message));
    return message;
  };

  it('comes once, and is decoded once, for all who listen', async () => {
    const [one, other] = [await listen(), await listen()];
    const before = own.stats().inMsgs;
    const message = await tell();
    await eventually('both heard it', async () => expect([one.length, other.length]).toEqual([1, 1]));
    await own.flush();
    expect(one[0]).toEqual(message);
    expect(other[0]).toBe(one[0]);
    expect(own.stats().inMsgs - before).toBe(1);
  });

  it('is heard by who goes on listening, and no longer when nobody does', async () => {
    const leaver = await listen();
    const stayer = await listen();
    stops.shift()?.();
    await tell();
    await eventually('it is heard', async () => expect(stayer).toHaveLength(1));
    stops.shift()?.();
    await own.flush();
    const before = own.stats().inMsgs;
    await tell();
    await own.flush();
    expect([leaver.length, stayer.length, own.stats().inMsgs - before]).toEqual([0, 1, 0]);
    const later = await listen();
    await tell();
    await eventually('it is heard again', async () => expect(later).toHaveLength(1));
  });

  it('is not decoded again when the stream delivers it', async () => {
    const stopping = new AbortController();
    const inbox = new Inbox(own, { disconnected: new AbortController().signal }, stopping.signal);
    const taken = async (): Promise<TrafficMessage[]> => {
      const batch = await inbox.next();
      for (const delivery of batch) delivery.acknowledge();
      return batch.flatMap(({ arrival: { content } }) => (content.kind === 'traffic' ? [content.message] : []));
    };
    const earlier = sent;
    for (let count = 0; count < earlier;) count += (await taken()).length;
    const heard = await listen();
    const message = await tell();
    const [delivered] = await taken();
    expect(delivered).toEqual(message);
    expect(delivered).toBe(heard[0]);
    stops.shift()?.();
    const unheard = await tell();
    expect(await taken()).toEqual([unheard]);
    stopping.abort();
  });
});
