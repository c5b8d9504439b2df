import type { Logger } from 'pino';
import { NatsTransport } from '../publish/nats.js';
import type { Envelope, PublishOutcome, Transport } from '../publish/transport.js';
import type { Enrolment } from './enrolment.js';
import type { Given } from './kept-enrolment.js';

/** Carries messages as soon as this host has joined, to where it was told then; until that it is not connected. */
export class EnrolledTransport implements Transport {
  private inner: NatsTransport | null = null;
  private place = '';
  private connectedAgain: () => void = () => undefined;
  private readonly listened: [string, (payload: Uint8Array) => void][] = [];

  constructor(
    private readonly enrolment: Enrolment,
    private readonly nowMs: () => number,
    private readonly log: Pick<Logger, 'info' | 'warn'>,
  ) {}

  get connected(): boolean {
    return this.inner?.connected ?? false;
  }

  start(connected: () => void): void {
    this.connectedAgain = connected;
    this.enrolment.start((given) => {
      const moved = given ? this.enter(given) : this.leave();
      moved.catch((error: unknown) => this.log.warn({ err: error }, 'the way to NATS was not left in order'));
    });
  }

  async publish(envelope: Envelope): Promise<PublishOutcome> {
    return this.inner?.publish(envelope) ?? { ok: false, kind: 'disconnected', text: 'this host has not joined' };
  }

  listen(subject: string, received: (payload: Uint8Array) => void): void {
    this.listened.push([subject, received]);
  }

  async roundTripMs(): Promise<number | null> {
    return this.inner?.roundTripMs() ?? null;
  }

  async close(): Promise<void> {
    this.enrolment.stop();
    await this.leave();
  }

  /** Where it is the same NATS, the new credentials hold from the next connection on: it is made now. */
  private async enter({ hostId, natsUrls, ca }: Given): Promise<void> {
    const place = JSON.stringify([natsUrls, ca]);
    // One that is not there now reads them when it is.
    if (this.inner && place === this.place) return this.inner.reconnect().catch(() => undefined);
    await this.leave();
    this.place = place;
    const address = { servers: natsUrls, user: null, password: null };
    this.inner = new NatsTransport(address, this.nowMs, this.log, {
      ...{ hostId, ca },
      credentials: () => this.enrolment.credentials(),
      refused: () => this.enrolment.doubt(),
    });
    for (const [subject, received] of this.listened) this.inner.listen(subject, received);
    this.inner.start(this.connectedAgain);
  }

  private async leave(): Promise<void> {
    const { inner } = this;
    this.inner = null;
    await inner?.close();
  }
}
