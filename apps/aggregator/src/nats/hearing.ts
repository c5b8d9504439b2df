import type { NatsConnection, Subscription } from '@nats-io/transport-node';
import { type Decoded, subjectOf } from '@weir/model';
import { Heard, type HeardKind, type HeardMessages } from './heard.js';
import { Lately } from './lately.js';

/** Takes in what passes. */
export type HeardListener<K extends HeardKind> = (heard: Heard<K>) => void;

interface Ear {
  readonly listeners: Set<HeardListener<HeardKind>>;
  readonly subscription: Subscription;
}

const hearings = new WeakMap<NatsConnection, Hearing>();

/**
 * Hears what hosts tell as it passes, once for all of this process who listen: one subscription of a kind, and each message is
 * decoded once, for who takes it from the stream as well.
 */
export class Hearing {
  private readonly ears = new Map<HeardKind, Ear>();
  private readonly lately = new Lately();

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
    const ear = this.ears.get(kind) ?? this.open(kind);
    ear.listeners.add(own);
    return () => {
      ear.listeners.delete(own);
      if (ear.listeners.size === 0) this.close(kind, ear);
    };
  }

  /** What was made of the same message where it was heard lately, for who has it from the stream; once. The kind is its subject's. */
  recall<K extends HeardKind>(_kind: K, subject: string, payload: Uint8Array): Decoded<HeardMessages[K]> | null {
    return (this.lately.take(subject, payload)?.decoded as Decoded<HeardMessages[K]> | undefined) ?? null;
  }

  private open(kind: HeardKind): Ear {
    const listeners = new Set<HeardListener<HeardKind>>();
    const subscription = this.connection.subscribe(subjectOf(kind, '*'), {
      callback: (error, message) => {
        if (error) return;
        const heard = new Heard(kind, message);
        for (const listener of listeners) listener(heard);
        this.lately.keep(message.subject, heard);
      },
    });
    const ear = { listeners, subscription };
    this.ears.set(kind, ear);
    return ear;
  }

  private close(kind: HeardKind, ear: Ear): void {
    ear.subscription.unsubscribe();
    if (this.ears.get(kind) === ear) this.ears.delete(kind);
  }
}
