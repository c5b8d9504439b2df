import { Logger } from '@nestjs/common';
import type { NatsConnection, Subscription } from '@nats-io/transport-node';
import { type Decoded, subjectOf } from '@weir/model';
import { Outage } from '../background/outage.js';
import { TurnQueue } from '../background/turn-queue.js';
import { Heard, type HeardKind, type HeardMessages } from './heard.js';
import { Lately } from './lately.js';

/** Takes in what passes. */
export type HeardListener<K extends HeardKind> = (heard: Heard<K>) => void;

/** Where more waits, the socket is left unread until all is taken in: the server holds the rest. */
const MOST_WAITING = 5_000;

/** A message that came, and who listened then. */
interface Waiting {
  readonly heard: Heard;
  readonly listeners: ReadonlySet<HeardListener<HeardKind>>;
}

interface Subscribed {
  readonly listeners: Set<HeardListener<HeardKind>>;
  readonly subscription: Subscription;
}

const hearings = new WeakMap<NatsConnection, Hearing>();

/**
 * Hears what hosts tell as it passes, once for all of this process who listen: one subscription of a kind, and each message is
 * decoded once, for who takes it from the stream as well.
 */
export class Hearing {
  private readonly subscribed = new Map<HeardKind, Subscribed>();
  private readonly lately = new Lately();
  private readonly taking = new Outage('taking in what hosts tell', new Logger('nats'));
  /** One read of the socket may bring messages of hundreds of hosts: taken in all at once they kept answers waiting. */
  private readonly waiting = new TurnQueue<Waiting>((each) => this.tell(each), MOST_WAITING);

  private constructor(private readonly connection: NatsConnection) {}

  /** That of a connection, which all share. */
  static of(connection: NatsConnection): Hearing {
    const known = hearings.get(connection) ?? new Hearing(connection);
    hearings.set(connection, known);
    return known;
  }

  /** Hears all messages of a kind from now on; answers how to stop. */
  listen<K extends HeardKind>(kind: K, listener: HeardListener<K>): () => void {
    const own = listener as HeardListener<HeardKind>;
    const subscribed = this.subscribed.get(kind) ?? this.open(kind);
    subscribed.listeners.add(own);
    return () => {
      subscribed.listeners.delete(own);
      if (subscribed.listeners.size === 0) this.close(kind, subscribed);
    };
  }

  /** What was made of the same message where it was heard lately, for who has it from the stream; once. */
  recall<K extends HeardKind>(kind: K, subject: string, payload: Uint8Array): Decoded<HeardMessages[K]> | null {
    const heard = this.lately.take(subject, payload);
    return heard?.isOf(kind) === true ? heard.decoded : null;
  }

  private open(kind: HeardKind): Subscribed {
    const listeners = new Set<HeardListener<HeardKind>>();
    const subscription = this.connection.subscribe(subjectOf(kind, '*'), {
      callback: (error, message) => {
        if (error) return;
        const heard = new Heard(kind, message);
        this.lately.keep(message.subject, heard);
        this.waiting.push({ heard, listeners });
      },
    });
    const subscribed = { listeners, subscription };
    this.subscribed.set(kind, subscribed);
    return subscribed;
  }

  private tell({ heard, listeners }: Waiting): void {
    try {
      for (const listener of listeners) listener(heard);
      this.taking.succeeded();
    } catch (error) {
      this.taking.failed(error);
    }
  }

  private close(kind: HeardKind, subscribed: Subscribed): void {
    subscribed.subscription.unsubscribe();
    if (this.subscribed.get(kind) === subscribed) this.subscribed.delete(kind);
  }
}
