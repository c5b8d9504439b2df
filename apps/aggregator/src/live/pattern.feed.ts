import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node';
import { decodePatterns, encodePatterns, PATTERN_SUBJECT } from '@weir/model';
import { NATS_CONNECTION, NatsLink } from '../nats/nats-link.js';

/** Is told ids of patterns that are new or known better, or that are no more. */
export type PatternListener = (ids: readonly string[]) => void;

/** Hears from the analysis, wherever that runs, which patterns changed. */
@Injectable()
export class PatternFeed implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly listeners: PatternListener[] = [];
  private connection: NatsConnection | null = null;
  private subscription: Subscription | null = null;
  private stopped = false;

  constructor(@Inject(NATS_CONNECTION) private readonly nats: NatsLink) {}

  onApplicationBootstrap(): void {
    void this.nats.connected().then((connection) => this.hear(connection));
  }

  onModuleDestroy(): void {
    this.stopped = true;
    this.subscription?.unsubscribe();
  }

  /** Tells it from now on. */
  listen(listener: PatternListener): void {
    this.listeners.push(listener);
  }

  /** Says to all processes, this one too, that somebody changed a pattern. */
  tell(id: string): void {
    this.connection?.publish(PATTERN_SUBJECT, encodePatterns({ v: 1, changed: [Number(id)], gone: [] }));
  }

  private hear(connection: NatsConnection | null): void {
    if (!connection || this.stopped) return;
    this.connection = connection;
    this.subscription = connection.subscribe(PATTERN_SUBJECT, {
      callback: (error, message) => {
        if (!error) this.receive(message);
      },
    });
  }

  private receive(message: Msg): void {
    const decoded = decodePatterns(message.data);
    if (!decoded.ok) return;
    const ids = [...decoded.value.changed, ...decoded.value.gone].map(String);
    for (const listener of this.listeners) listener(ids);
  }
}
