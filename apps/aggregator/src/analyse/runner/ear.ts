import type { Msg, NatsConnection } from '@nats-io/transport-node';
import { decodeEvent, decodeState, decodeTraffic, KeyMemory, parseSubject, SENT_HEADER, subjectOf } from '@weir/model';
import type { EventMessage, StateMessage, TrafficMessage } from '@weir/model';
import type { Clock } from '../../clock/clock.js';
import { followMessage } from '../../clock/message-clock.js';
import { shiftedBy } from '../../clock/shift.js';
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

type Kind = 'traffic' | 'event' | 'state';

/** Hears what hosts tell as it passes, by the clock that is right. What cannot be read is refused, and told of, by ingest. */
export class Ear {
  private readonly keys = new KeyMemory();
  private readonly clocks = new Map<string, Clock | null>();

  constructor(
    private readonly listener: Listener,
    private readonly load: Load,
  ) {}

  /** Listens until it is asked to stop. */
  listen(connection: NatsConnection): () => void {
    const kinds: readonly Kind[] = this.listener.state ? ['traffic', 'event', 'state'] : ['traffic', 'event'];
    const subscriptions = kinds.map((kind) =>
      connection.subscribe(subjectOf(kind, '*'), {
        callback: (error, message) => {
          if (!error) this.hear(kind, message, Date.now());
        },
      }),
    );
    return () => subscriptions.forEach((subscription) => subscription.unsubscribe());
  }

  private hear(kind: Kind, message: Msg, nowMs: number): void {
    const host = parseSubject(message.subject)?.host;
    if (host === undefined || !this.listener.wants(host)) return;
    if (kind === 'traffic') this.hearTraffic(message, host, nowMs);
    else if (kind === 'state') this.hearState(message, host, nowMs);
    else this.hearEvent(message, host);
  }

  private hearState(message: Msg, host: string, nowMs: number): void {
    const decoded = decodeState(message.data);
    if (decoded.ok && decoded.value.host === host) this.listener.state?.(decoded.value, nowMs);
  }

  private hearTraffic(message: Msg, host: string, nowMs: number): void {
    const startedMs = performance.now();
    const decoded = decodeTraffic(message.data, this.keys);
    if (!decoded.ok || decoded.value.host !== host) return;
    const { at: atMs, seq } = decoded.value;
    const times = { atMs, sentMs: sentMs(message), receivedMs: nowMs, isFirst: seq === 1 };
    const { clock, offsetMs } = followMessage(this.clocks.get(host) ?? null, times);
    this.clocks.set(host, clock);
    this.listener.traffic(decoded.value, atMs + offsetMs, nowMs);
    this.load.add(performance.now() - startedMs, Math.max(0, nowMs - atMs - offsetMs));
  }

  private hearEvent(message: Msg, host: string): void {
    const decoded = decodeEvent(message.data);
    if (!decoded.ok || decoded.value.host !== host) return;
    this.listener.event(shiftedBy(decoded.value, this.clocks.get(host)?.offsetMs ?? 0));
  }
}

function sentMs(message: Msg): number | null {
  const sent = Number(message.headers?.get(SENT_HEADER) || Number.NaN);
  return Number.isFinite(sent) ? sent : null;
}
