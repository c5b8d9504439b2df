import type { MessageKind } from '@weir/model';
import type { Envelope, PublishOutcome, Transport } from './transport.js';

/** A stream in memory, which can be away, refuse, or answer late. */
export class MemoryTransport implements Transport {
  connected = false;
  closed = false;
  /** What was stored, once each, as a stream that drops repeated ids does. */
  readonly stored = new Map<string, Envelope>();
  /** Every attempt, in order. */
  readonly attempts: string[] = [];
  answer: (envelope: Envelope) => PublishOutcome | Promise<PublishOutcome> = () => ({ ok: true });
  private onConnected: () => void = () => undefined;
  private readonly listeners = new Map<string, (payload: Uint8Array) => void>();

  start(connected: () => void): void {
    this.onConnected = connected;
  }

  connect(): void {
    this.connected = true;
    this.onConnected();
  }

  disconnect(): void {
    this.connected = false;
  }

  async publish(envelope: Envelope): Promise<PublishOutcome> {
    this.attempts.push(envelope.id);
    if (!this.connected) return { ok: false, kind: 'disconnected', text: 'away' };
    const outcome = await this.answer(envelope);
    if (outcome.ok) this.stored.set(envelope.id, envelope);
    return outcome;
  }

  listen(subject: string, received: (payload: Uint8Array) => void): void {
    this.listeners.set(subject, received);
  }

  /** Delivers a message to whoever listens. */
  deliver(subject: string, payload: string): void {
    this.listeners.get(subject)?.(Buffer.from(payload));
  }

  roundTripMs(): Promise<number | null> {
    return Promise.resolve(this.connected ? 0.5 : null);
  }

  close(): Promise<void> {
    this.closed = true;
    this.connected = false;
    return Promise.resolve();
  }

  /** The payloads of the stored messages of a kind, as JSON. */
  messages(kind: MessageKind): unknown[] {
    const wanted = [...this.stored.values()].filter(({ subject }) => subject.startsWith(`weir.v1.${kind}.`));
    return wanted.map(({ payload }) => JSON.parse(Buffer.from(payload).toString('utf8')));
  }
}
