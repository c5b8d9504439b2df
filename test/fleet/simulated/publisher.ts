import { setTimeout as sleep } from 'node:timers/promises';
import { jetstream, type JetStreamClient, JetStreamApiError, type PubAck } from '@nats-io/jetstream';
import { headers, type NatsConnection } from '@nats-io/transport-node';
import { SENT_HEADER, subjectOf } from '@weir/model';
import type { Outgoing } from './host.js';

/** What is done with each message that the stream has taken: its number there, and when it was ready to be sent. */
export type OnTaken = (streamSeq: number, readyMs: number) => void;

/** How a message is sent, where that is not as usual. */
export interface Sending {
  /** As if the stream had forgotten its id. */
  readonly isWithoutId?: boolean;
  /** By how much the clock of its host is ahead. */
  readonly clockAheadMs?: number;
}

const MAX_IN_FLIGHT = 512;
const RETRY_AFTER_MS = 250;
const ANSWER_WITHIN_MS = 10_000;

/** Publishes messages as agents do, many at a time: one that is not acknowledged is sent again under its id. */
export class Publisher {
  private readonly stream: JetStreamClient;
  private inFlight = 0;
  private wake: (() => void) | null = null;
  private failure: Error | null = null;
  /** How often the stream was full or did not answer. */
  retries = 0;

  constructor(
    connection: NatsConnection,
    private readonly onTaken: OnTaken = () => undefined,
  ) {
    this.stream = jetstream(connection, { timeout: ANSWER_WITHIN_MS });
  }

  /** Resolves as soon as there is room for the next message. */
  async publish(message: Outgoing, sending: Sending = {}): Promise<void> {
    this.post(message, sending);
    await this.room();
  }

  /** Publishes without waiting: what is posted at once leaves in one write. */
  post(message: Outgoing, sending: Sending = {}): void {
    this.inFlight += 1;
    void this.send(message, sending, Date.now())
      .catch((error: Error) => (this.failure ??= error))
      .finally(() => this.landed());
  }

  /** Resolves as soon as there is room for more. */
  async room(): Promise<void> {
    await this.until(MAX_IN_FLIGHT - 1);
  }

  /** Resolves when all is acknowledged. */
  async drain(): Promise<void> {
    await this.until(0);
  }

  private async until(mostInFlight: number): Promise<void> {
    while (this.inFlight > mostInFlight && !this.failure) await new Promise<void>((resolve) => (this.wake = resolve));
    if (this.failure) throw this.failure;
  }

  private landed(): void {
    this.inFlight -= 1;
    this.wake?.();
    this.wake = null;
  }

  private async send(message: Outgoing, sending: Sending, readyMs: number): Promise<void> {
    for (;;) {
      try {
        const taken = await this.attempt(message, sending);
        return this.onTaken(taken.seq, readyMs);
      } catch (error) {
        if (!isWorthRetry(error)) throw error;
        this.retries += 1;
        await sleep(RETRY_AFTER_MS);
      }
    }
  }

  private attempt(
    { kind, host, id, payload }: Outgoing,
    { isWithoutId = false, clockAheadMs = 0 }: Sending,
  ): Promise<PubAck> {
    const sent = headers();
    sent.set(SENT_HEADER, String(Date.now() + clockAheadMs));
    return this.stream.publish(subjectOf(kind, host), payload, { ...(!isWithoutId && { msgID: id }), headers: sent });
  }
}

/** A full stream, a server that restarts: an agent would keep its message and try again. A closed connection is the end. */
function isWorthRetry(error: unknown): boolean {
  if (error instanceof JetStreamApiError) return true;
  return !/ClosedConnection|DrainingConnection/.test((error as Error).name);
}
