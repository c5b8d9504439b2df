import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { NatsConnection } from '@nats-io/transport-node';
import type { TrafficMessage } from '@weir/model';
import type { Clock } from '../clock/clock.js';
import { followMessage } from '../clock/message-clock.js';
import type { Heard } from '../nats/heard.js';
import { Hearing } from '../nats/hearing.js';
import { NATS_CONNECTION, NatsLink } from '../nats/nats-link.js';
import { LiveHub } from './live.hub.js';
import { LiveMetrics, type LiveOutcome } from './live-metrics.js';
import { NetIds } from './net-ids.js';
import { Seen } from './seen.js';
import { toTick } from './tick.js';

/** What is older is history: the store has it. An agent that catches up would else play the past as if it were now. */
const OLDEST_MS = 5_000;
/** Messages older than OLDEST_MS are dropped for that; twice as long is remembered, for clocks that are a little off. */
const REMEMBER_MS = 2 * OLDEST_MS;
/** More hosts than a fleet has: whoever may publish could else fill the memory with invented ones. */
const MOST_HOSTS = 20_000;

/** Takes in a message of now, once each: `atMs` is when its interval ended by the right time, `nowMs` when it arrived. */
export type LiveListener = (message: TrafficMessage, atMs: number, nowMs: number) => void;

/** Turns traffic messages into live ticks as they pass, with no consumer and no database in between. */
@Injectable()
export class LiveFeed implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly seen = new Seen(REMEMBER_MS);
  private readonly netIds = new NetIds();
  private readonly listeners: LiveListener[] = [];
  private readonly newest = new Map<string, number>();
  /** Followed as the store follows them, but from this process's start and by its clock. */
  private readonly clocks = new Map<string, Clock | null>();
  private stop = (): void => undefined;
  private stopped = false;

  constructor(
    @Inject(NATS_CONNECTION) private readonly nats: NatsLink,
    private readonly hub: LiveHub,
    private readonly metrics: LiveMetrics,
  ) {}

  onApplicationBootstrap(): void {
    // Not awaited: the API serves history while NATS is away. The subscription outlives reconnects.
    void this.nats.connected().then((connection) => this.subscribe(connection));
  }

  onModuleDestroy(): void {
    this.stopped = true;
    this.stop();
    this.hub.end();
  }

  /** End of a host's newest live sample, ms since 1970; undefined where none came lately. */
  newestMs(hostId: string): number | undefined {
    return this.newest.get(hostId);
  }

  /** How far a host's clock is off, as what it sends is moved by; 0 where nothing came of it yet. */
  clockOffsetMs(hostId: string): number {
    return this.clocks.get(hostId)?.offsetMs ?? 0;
  }

  /** The id of an interface. */
  idOf(hostId: string, key: string): string {
    return this.netIds.of(hostId, key);
  }

  /** Shows it every message from now on. */
  listen(listener: LiveListener): void {
    this.listeners.push(listener);
  }

  private subscribe(connection: NatsConnection | null): void {
    if (!connection || this.stopped) return;
    this.stop = Hearing.of(connection).listen('traffic', (heard) =>
      this.metrics.count(this.receive(heard, Date.now())),
    );
  }

  private receive({ message: traffic, sentMs }: Heard<'traffic'>, nowMs: number): LiveOutcome {
    // Ingest refuses the same message with its reason; here it is only not shown.
    if (!traffic) return 'malformed';
    const atMs = traffic.at + this.offsetMs(traffic, sentMs, nowMs);
    // As far ahead of now it is no sample of now either.
    if (Math.abs(nowMs - atMs) > OLDEST_MS) return 'late';
    if (!this.seen.isNew(`${traffic.run}-${traffic.seq}`, nowMs)) return 'duplicate';
    this.show(traffic, atMs);
    for (const listener of this.listeners) listener(traffic, atMs, nowMs);
    return 'shown';
  }

  private offsetMs({ host, at: atMs, seq }: TrafficMessage, sentMs: number | null, receivedMs: number): number {
    const known = this.clocks.get(host) ?? null;
    const { clock, offsetMs } = followMessage(known, { atMs, sentMs, receivedMs, isFirst: seq === 1 });
    if (this.clocks.size >= MOST_HOSTS && !this.clocks.has(host)) this.clocks.clear();
    this.clocks.set(host, clock);
    return offsetMs;
  }

  private show(traffic: TrafficMessage, atMs: number): void {
    const { host } = traffic;
    if (this.newest.size >= MOST_HOSTS && !this.newest.has(host)) this.newest.clear();
    this.newest.set(host, Math.max(atMs, this.newest.get(host) ?? 0));
    this.hub.publish(host, () => toTick(traffic, atMs, (key) => this.idOf(host, key)));
  }
}
