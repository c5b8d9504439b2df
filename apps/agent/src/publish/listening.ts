import type { NatsConnection, Subscription } from '@nats-io/transport-node';
import type { Logger } from 'pino';

/** A subject that is listened to from the first connection on, whatever comes between. */
export class Listening {
  private subscription: Subscription | null = null;
  private isRefused = false;

  constructor(
    private readonly subject: string,
    private readonly received: (payload: Uint8Array) => void,
    private readonly log: Pick<Logger, 'warn'>,
  ) {}

  /** A subscription outlives the loss of its connection, but not that the server refuses it. */
  ensure(connection: Pick<NatsConnection, 'subscribe'>): void {
    if (this.subscription && !this.subscription.isClosed()) return;
    this.subscription = connection.subscribe(this.subject, {
      callback: (error, message) => {
        if (error) this.refused(error);
        else this.received(message.data);
      },
    });
  }

  private refused(error: Error): void {
    if (!this.isRefused) {
      this.log.warn(
        { reason: error.message },
        `NATS does not let the agent listen to ${this.subject}; counting goes on`,
      );
    }
    this.isRefused = true;
  }
}
