import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { NatsConnection } from '@nats-io/transport-node';
import { controlSubjectOf, encodeControl, MIN_FOCUS_INTERVAL_MS } from '@weir/model';
import { NATS_CONNECTION, NatsLink } from '../nats/nats-link.js';

/** Each host that is looked at closely sends and stores four times as much. */
export const MAX_FOCUSED_HOSTS = 16;

/** What somebody looks at is told to its host this often; three may get lost. */
const RENEW_EVERY_MS = 4_000;
const LEASE_MS = 15_000;

/** Keeps hosts sampling four times a second for as long as somebody looks at them closely. */
@Injectable()
export class FocusLeases implements OnModuleDestroy {
  /** How many look at each host. */
  private readonly lookers = new Map<string, number>();
  private readonly timer: NodeJS.Timeout;
  private connection: NatsConnection | null = null;

  constructor(@Inject(NATS_CONNECTION) private readonly link: NatsLink) {
    void link.connected().then((connection) => (this.connection = connection));
    this.timer = setInterval(() => this.renewAll(), RENEW_EVERY_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** Whether one more may look at a host. */
  hasRoomFor(hostId: string): boolean {
    return this.lookers.has(hostId) || this.lookers.size < MAX_FOCUSED_HOSTS;
  }

  /** One more looks at a host, until the answer is called. */
  hold(hostId: string): () => void {
    this.lookers.set(hostId, (this.lookers.get(hostId) ?? 0) + 1);
    this.renew(hostId);
    let isHeld = true;
    return () => {
      if (isHeld) this.leave(hostId);
      isHeld = false;
    };
  }

  private leave(hostId: string): void {
    const left = (this.lookers.get(hostId) ?? 0) - 1;
    if (left > 0) this.lookers.set(hostId, left);
    else this.lookers.delete(hostId);
  }

  private renewAll(): void {
    for (const hostId of this.lookers.keys()) this.renew(hostId);
  }

  /** While NATS is away nothing is left for later: a lease that comes late would be one that nobody holds. */
  private renew(host: string): void {
    if (!this.link.isUp) return;
    const focus = { forMs: LEASE_MS, intervalMs: MIN_FOCUS_INTERVAL_MS };
    this.connection?.publish(controlSubjectOf(host), encodeControl({ v: 1, host, focus, peers: null }));
  }
}
