import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Msg, MsgCallback, NatsConnection } from '@nats-io/transport-node';
import { encodeEvent, type EventMessage } from '@weir/model';
import { Registry } from 'prom-client';
import type { NatsLink } from '../nats/nats-link.js';
import { EventFeed, type EventFilter } from './event.feed.js';
import type { LiveFeed } from './live.feed.js';
import { LiveMetrics } from './live-metrics.js';

const HOST = '0f8fad5b-d9cb-469f-a165-70867728950e';
const OTHER = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const ALL: EventFilter = { hosts: null, kinds: null };

const event = (more: Partial<EventMessage> = {}): EventMessage => ({
  ...{ v: 1, host: HOST, at: 1_000, kind: 'interface.mtu', subject: 'host/eth0', before: '1500', after: '9000' },
  text: 'The MTU changed',
  ...more,
});

describe('EventFeed', () => {
  let feed: EventFeed;
  let callback: MsgCallback<Msg>;
  const arrive = (message: EventMessage | string, host = HOST): void => {
    const data = new TextEncoder().encode(typeof message === 'string' ? message : encodeEvent(message));
    callback(null, { data, subject: `weir.v1.event.${host}` } as unknown as Msg);
  };
  const kindsOf = async (events: AsyncIterableIterator<EventMessage>, count: number): Promise<string[]> => {
    const kinds: string[] = [];
    while (kinds.length < count) kinds.push(((await events.next()).value as EventMessage).kind);
    return kinds;
  };

  beforeEach(async () => {
    const subscribe = (_: string, options: { callback: MsgCallback<Msg> }): { unsubscribe(): void } => {
      callback = options.callback;
      return { unsubscribe: () => undefined };
    };
    const link = { connected: () => Promise.resolve({ subscribe } as unknown as NatsConnection) } as NatsLink;
    const traffic = { clockOffsetMs: (host: string) => (host === OTHER ? 5_000 : 0) } as unknown as LiveFeed;
    feed = new EventFeed(link, traffic, new LiveMetrics(new Registry()));
    feed.onApplicationBootstrap();
    await new Promise(setImmediate);
  });

  it('hands on each event once, at the right time, and none that is garbled or of another’s subject', async () => {
    const events = feed.subscribe(ALL);
    arrive('{"v":1');
    arrive(event({ host: OTHER }));
    arrive(event());
    arrive(event());
    arrive(event({ host: OTHER }), OTHER);
    expect((await events.next()).value).toEqual(event());
    expect((await events.next()).value).toEqual(event({ host: OTHER, at: 6_000 }));
  });

  it('hands on what is wanted only: by host, by kind, by patterns of kinds', async () => {
    const kinds = ['interface.mtu', 'interface.added', 'interfaces.x', 'container.started'];
    const [exact, group, ending, ofOther] = [
      feed.subscribe({ hosts: null, kinds: ['container.started', 'interface.mtu'] }),
      feed.subscribe({ hosts: new Set([HOST]), kinds: ['interface.*'] }),
      feed.subscribe({ hosts: null, kinds: ['*.started', 'interface?.x'] }),
      feed.subscribe({ hosts: new Set([OTHER]), kinds: null }),
    ];
    for (const kind of kinds) arrive(event({ kind }));
    arrive(event({ host: OTHER, kind: 'last' }), OTHER);
    expect(await kindsOf(exact, 2)).toEqual(['interface.mtu', 'container.started']);
    expect(await kindsOf(group, 2)).toEqual(['interface.mtu', 'interface.added']);
    expect(await kindsOf(ending, 2)).toEqual(['interfaces.x', 'container.started']);
    expect(await kindsOf(ofOther, 1)).toEqual(['last']);
  });

  it('keeps a burst whole, and of more than a thousand the newest', async () => {
    const events = feed.subscribe(ALL);
    for (let at = 0; at < 1_500; at += 1) arrive(event({ at }));
    expect((await events.next()).value).toMatchObject({ at: 500 });
  });

  it('ends subscriptions when it stops', async () => {
    const next = feed.subscribe(ALL).next();
    feed.onModuleDestroy();
    expect((await next).done).toBe(true);
  });
});
