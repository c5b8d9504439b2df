import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node';
import { decodeEvent, type EventMessage, matchesGlob, parseSubject, subjectOf } from '@weir/model';
import { shiftedBy } from '../clock/shift.js';
import { NATS_CONNECTION, NatsLink } from '../nats/nats-link.js';
import { LiveFeed } from './live.feed.js';
import { LiveMetrics } from './live-metrics.js';
import { Newest } from './newest.js';
import { Seen } from './seen.js';

const SUBJECT = subjectOf('event', '*');
/** An agent sends a message again until it is acknowledged: so long it is known to have come. */
const REMEMBER_MS = 60_000;
/** So many events wait for a slow client; the store has them all. */
const MOST_WAITING = 1_000;

/** Which events a subscriber wants; null = all. Kinds may be globs, as in the stored timeline. */
export interface EventFilter {
  readonly hosts: Pick<ReadonlySet<string>, 'has'> | null;
  readonly kinds: readonly string[] | null;
}

/** Hands on what agents tell of changes as it passes, with no consumer and no database in between. */
@Injectable()
export class EventFeed implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly seen = new Seen(REMEMBER_MS);
  private readonly subscribers = new Map<Newest<EventMessage>, EventFilter>();
  private subscription: Subscription | null = null;
  private stopped = false;

  constructor(
    @Inject(NATS_CONNECTION) private readonly nats: NatsLink,
    private readonly traffic: LiveFeed,
    private readonly metrics: LiveMetrics,
  ) {}

  onApplicationBootstrap(): void {
    void this.nats.connected().then((connection) => this.listen(connection));
  }

  onModuleDestroy(): void {
    this.stopped = true;
    this.subscription?.unsubscribe();
    for (const queue of [...this.subscribers.keys()]) queue.end();
  }

  /** Events from now on, until the consumer returns. */
  subscribe(filter: EventFilter): AsyncIterableIterator<EventMessage> {
    const queue: Newest<EventMessage> = new Newest(() => {
      this.subscribers.delete(queue);
      this.metrics.subscribers.dec();
    }, MOST_WAITING);
    this.subscribers.set(queue, filter);
    this.metrics.subscribers.inc();
    return queue;
  }

  /** Whether anybody listens. */
  get isWatched(): boolean {
    return this.subscribers.size > 0;
  }

  /** Hands on a change that no agent tells of. */
  tell(event: EventMessage): void {
    for (const [queue, filter] of this.subscribers) {
      if (isWanted(event, filter) && queue.put('', event)) this.metrics.countSkipped();
    }
  }

  private listen(connection: NatsConnection | null): void {
    if (!connection || this.stopped) return;
    this.subscription = connection.subscribe(SUBJECT, {
      callback: (error, message) => {
        if (!error && this.isWatched) this.receive(message);
      },
    });
  }

  private receive(message: Msg): void {
    const decoded = decodeEvent(message.data);
    // Ingest refuses the same message with its reason; here it is only not shown.
    if (!decoded.ok || decoded.value.host !== parseSubject(message.subject)?.host) return;
    const { host, at, kind, subject } = decoded.value;
    if (!this.seen.isNew(JSON.stringify([host, at, kind, subject]), Date.now())) return;
    this.tell(shiftedBy(decoded.value, this.traffic.clockOffsetMs(host)));
  }
}

/** Whether an event passes a filter. */
function isWanted({ host, kind }: EventMessage, { hosts, kinds }: EventFilter): boolean {
  if (hosts && !hosts.has(host)) return false;
  return kinds === null || kinds.some((each) => matchesGlob(kind, each));
}
