import type { NatsConnection } from '@nats-io/transport-node';
import type { EventMessage, StateMessage, TrafficMessage } from '@weir/model';
import type { Clock } from '../../clock/clock.js';
import { followMessage } from '../../clock/message-clock.js';
import { shiftedBy } from '../../clock/shift.js';
import type { Heard, HeardKind, HeardMessages } from '../../nats/heard.js';
import { Hearing } from '../../nats/hearing.js';
import type { Load } from './load.js';

/** Takes in what hosts tell; `atMs` = the end of its interval by the right time, ms since 1970. */
export interface Listener {
  /** Whether somebody wants to hear of a host. */
  wants(hostId: string): boolean;
  traffic(message: TrafficMessage, atMs: number, nowMs: number): void;
  event(message: EventMessage): void;
  /** Left out where nobody wants to hear of states. */
  state?(message: StateMessage, nowMs: number): void;
}

/** Hears what hosts tell as it passes, by the clock that is right. What cannot be read is refused, and told of, by ingest. */
export class Ear {
  private readonly clocks = new Map<string, Clock | null>();

  constructor(
    private readonly listener: Listener,
    private readonly load: Load,
  ) {}

  /** Listens until it is asked to stop. */
  listen(connection: NatsConnection): () => void {
    const hearing = Hearing.of(connection);
    const stops = [
      hearing.listen('traffic', (heard) => this.hearTraffic(heard, Date.now())),
      hearing.listen('event', (heard) => this.hearEvent(heard)),
      ...(this.listener.state ? [hearing.listen('state', (heard) => this.hearState(heard, Date.now()))] : []),
    ];
    return () => stops.forEach((stop) => stop());
  }

  private hearState(heard: Heard<'state'>, nowMs: number): void {
    const message = this.wanted(heard);
    if (message) this.listener.state?.(message, nowMs);
  }

  private hearTraffic(heard: Heard<'traffic'>, nowMs: number): void {
    const startedMs = performance.now();
    const message = this.wanted(heard);
    if (!message) return;
    const { host, at: atMs, seq } = message;
    const times = { atMs, sentMs: heard.sentMs, receivedMs: nowMs, isFirst: seq === 1 };
    const { clock, offsetMs } = followMessage(this.clocks.get(host) ?? null, times);
    this.clocks.set(host, clock);
    this.listener.traffic(message, atMs + offsetMs, nowMs);
    this.load.add(performance.now() - startedMs, Math.max(0, nowMs - atMs - offsetMs));
  }

  private hearEvent(heard: Heard<'event'>): void {
    const message = this.wanted(heard);
    if (message) this.listener.event(shiftedBy(message, this.clocks.get(message.host)?.offsetMs ?? 0));
  }

  /** It is not even decoded where nobody wants to hear of its host. */
  private wanted<K extends HeardKind>(heard: Heard<K>): HeardMessages[K] | null {
    return heard.host !== null && this.listener.wants(heard.host) ? heard.message : null;
  }
}
