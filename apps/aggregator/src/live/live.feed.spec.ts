import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Msg, MsgCallback, NatsConnection } from '@nats-io/transport-node';
import { encodeTraffic, perCounter, type TrafficMessage } from '@weir/model';
import { Registry } from 'prom-client';
import type { NatsLink } from '../nats/nats-link.js';
import { LiveFeed } from './live.feed.js';
import { LiveHub } from './live.hub.js';
import { LiveMetrics } from './live-metrics.js';
import { netIdOf } from '../identity/net-id.js';
import type { Tick } from './tick.js';

const HOST = '0f8fad5b-d9cb-469f-a165-70867728950e';
const NOW = Date.parse('2026-11-21T12:00:00Z');
const ALL = { hosts: null, interfaces: null };

const message = (more: Partial<TrafficMessage> = {}): TrafficMessage => ({
  v: 1,
  host: HOST,
  boot: 'boot',
  run: 'run',
  seq: 1,
  part: 0,
  at: NOW - 10,
  ms: 1_000,
  keys: ['host/eth0'],
  unread: [],
  columns: perCounter((_, index) => [index]),
  base: new Map(),
  resets: [],
  ...more,
});

async function setUp(): Promise<{
  feed: LiveFeed;
  hub: LiveHub;
  registry: Registry;
  arrive(payload: string, sentMs?: number, host?: string): void;
}> {
  jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  let callback: MsgCallback<Msg> | undefined;
  const subscribe = (_subject: string, options: { callback: MsgCallback<Msg> }): { unsubscribe(): void } => {
    callback = options.callback;
    return { unsubscribe: () => undefined };
  };
  const link = { connected: () => Promise.resolve({ subscribe } as unknown as NatsConnection) } as NatsLink;
  const registry = new Registry();
  const metrics = new LiveMetrics(registry);
  const hub = new LiveHub(metrics);
  const feed = new LiveFeed(link, hub, metrics);
  feed.onApplicationBootstrap();
  await new Promise(setImmediate);
  const arrive = (payload: string, sentMs?: number, host = HOST): void => {
    const headers = { get: () => (sentMs === undefined ? '' : String(sentMs)) };
    const data = new TextEncoder().encode(payload);
    callback?.(null, { data, subject: `weir.v1.traffic.${host}`, headers } as unknown as Msg);
  };
  return { feed, hub, registry, arrive };
}

async function countOf(registry: Registry, outcome: string): Promise<number | undefined> {
  const metric = await registry.getSingleMetric('weir_live_messages_total')?.get();
  return metric?.values.find(({ labels }) => labels['outcome'] === outcome)?.value;
}

afterEach(() => {
  jest.useRealTimers();
});

describe('LiveFeed', () => {
  it('shows a message as a tick, and knows the host’s newest sample', async () => {
    const { feed, hub, arrive } = await setUp();
    const ticks = hub.subscribe(() => ALL);
    arrive(encodeTraffic(message()));
    const tick = (await ticks.next()).value as Tick;
    expect(tick).toMatchObject({ hostId: HOST, atMs: NOW - 10, ms: 1_000 });
    expect(tick.columns.interfaceIds).toEqual([netIdOf(HOST, 'host/eth0')]);
    expect(feed.newestMs(HOST)).toBe(NOW - 10);
    expect(feed.newestMs('other')).toBeUndefined();
  });

  it('drops what is more than 5 s away from now, and keeps no host alive by it', async () => {
    const { feed, registry, arrive } = await setUp();
    arrive(encodeTraffic(message({ at: NOW - 5_001 })));
    arrive(encodeTraffic(message({ at: NOW + 5_001 })));
    expect(await countOf(registry, 'late')).toBe(2);
    expect(feed.newestMs(HOST)).toBeUndefined();
  });

  it('shows samples of a host whose clock is wrong, at our time, and all moved by the same', async () => {
    const { feed, hub, arrive } = await setUp();
    const ticks = hub.subscribe(() => ALL);
    for (const [index, wayMs] of [0, 130, 20, 470].entries()) {
      const at = NOW - 3_600_050 + index;
      arrive(encodeTraffic(message({ seq: 2 + index, at })), NOW - 3_600_000 - wayMs);
      expect((await ticks.next()).value).toMatchObject({ atMs: at + 3_600_000 });
    }
    expect(feed.newestMs(HOST)).toBe(NOW - 47);
  });

  it('does not take a message that was held up after it was sent for one of now', async () => {
    const { registry, arrive } = await setUp();
    arrive(encodeTraffic(message()), NOW - 5);
    arrive(encodeTraffic(message({ seq: 2, at: NOW - 600_010 })), NOW - 600_000);
    expect(await countOf(registry, 'late')).toBe(1);
  });

  it('shows a message that is sent again only once', async () => {
    const { registry, arrive } = await setUp();
    arrive(encodeTraffic(message()));
    arrive(encodeTraffic(message()));
    arrive(encodeTraffic(message({ seq: 2 })));
    expect(await countOf(registry, 'duplicate')).toBe(1);
    expect(await countOf(registry, 'shown')).toBe(2);
  });

  it('does not show garbled messages, or those of a host under another’s subject', async () => {
    const { registry, arrive } = await setUp();
    arrive('{"v":1');
    arrive(encodeTraffic(message()), undefined, HOST.replace('0f', '1f'));
    expect(await countOf(registry, 'malformed')).toBe(2);
  });

  it('gives a slow client the newest ticks of each host, and counts what it skipped', async () => {
    const { hub, registry, arrive } = await setUp();
    const ticks = hub.subscribe(() => ALL);
    for (let seq = 1; seq <= 100; seq += 1) arrive(encodeTraffic(message({ seq, at: NOW - 200 + seq })));
    expect((await ticks.next()).value).toMatchObject({ atMs: NOW - 103 });
    const skipped = await registry.getSingleMetric('weir_live_ticks_skipped_total')?.get();
    expect(skipped?.values[0]?.value).toBe(96);
  });

  it('ends subscriptions when it stops', async () => {
    const { feed, hub } = await setUp();
    const next = hub.subscribe(() => ALL).next();
    feed.onModuleDestroy();
    expect((await next).done).toBe(true);
  });
});
