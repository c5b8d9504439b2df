import { subjectOf } from '@weir/model';
import type { Logger } from 'pino';
import { kindOf, type Outgoing } from './record.js';
import type { Spool } from './spool.js';
import type { Envelope, PublishFailure, PublishOutcome, Transport } from './transport.js';

/** Messages under way at once: enough to catch up quickly after an outage, few enough to start over with. */
const WINDOW = 64;
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5_000;

/** What was sent and what failed, for the metrics. */
export interface SendCounts {
  readonly published: number;
  readonly failures: ReadonlyMap<PublishFailure, number>;
}

type SpoolQueue = Pick<Spool, 'pendingIds' | 'hand' | 'payload' | 'acknowledge' | 'pendingCount'>;

/**
 * Sends what is in the spool, oldest first, until the stream has acknowledged it; beside it the newest inventory. After a
 * failure it waits, longer each time, and begins again with the oldest. What is new meanwhile is sent once all the same, until
 * a window is full of it: who looks on live hears it also while the servers of a cluster elect who leads the stream.
 */
export class Sender {
  private readonly underWay = new Set<string>();
  /** What was sent and is not acknowledged, under way or not. */
  private readonly tried = new Set<string>();
  private readonly unreadable = new Set<string>();
  private readonly failures = new Map<PublishFailure, number>();
  private inventory: readonly Outgoing[] = [];
  private published = 0;
  private retryMs = FIRST_RETRY_MS;
  private waiting: NodeJS.Timeout | null = null;
  private failing: PublishFailure | null = null;
  private stopped = false;

  constructor(
    private readonly host: string,
    private readonly spool: SpoolQueue,
    private readonly transport: Transport,
    private readonly log: Pick<Logger, 'info' | 'warn'>,
  ) {}

  start(): void {
    this.transport.start(() => this.resume());
  }

  /** Something was added to the spool. */
  pump(): void {
    if (this.stopped || !this.transport.connected) return;
    if (this.waiting) return this.sendFresh();
    this.sendInventory();
    for (const id of this.spool.pendingIds()) {
      if (this.underWay.size >= WINDOW || this.waiting) return;
      if (!this.underWay.has(id) && !this.unreadable.has(id)) this.send(id);
    }
  }

  /** The inventory to send, in one message or several; one that is still waiting is out of date. */
  offerInventory(inventory: readonly Outgoing[]): void {
    this.inventory = inventory;
    this.pump();
  }

  counts(): SendCounts {
    return { published: this.published, failures: this.failures };
  }

  /** Waits until everything has been acknowledged, but not for long, and closes the transport. */
  async finish(patienceMs: number): Promise<void> {
    const deadline = performance.now() + patienceMs;
    while (
      (this.spool.pendingCount > 0 || this.inventory.length > 0) &&
      this.transport.connected &&
      performance.now() < deadline
    ) {
      this.pump();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    this.stopped = true;
    if (this.waiting) clearTimeout(this.waiting);
    await this.transport.close();
  }

  private sendFresh(): void {
    if (this.spool.pendingCount > WINDOW) return;
    for (const id of this.spool.pendingIds()) if (!this.tried.has(id) && !this.send(id)) return;
  }

  /** False where it could not be kept that it was sent. */
  private send(id: string): boolean {
    const handed = this.spool.hand(id);
    if (!handed.ok) {
      this.fail({ ok: false, kind: 'unmarked', text: handed.reason });
      return false;
    }
    this.tried.add(id);
    const payload = this.payload(id);
    if (!payload) return true;
    this.underWay.add(id);
    void this.deliver({ subject: subjectOf(kindOf(id), this.host), id, payload }, () => {
      this.tried.delete(id);
      this.spool.acknowledge(id);
    });
    return true;
  }

  /** Null where the spool cannot be read back: rubbish must not be sent under the message's id. */
  private payload(id: string): Buffer | null {
    try {
      return this.spool.payload(id);
    } catch (error) {
      if (this.unreadable.size === 0)
        this.log.warn({ err: error }, 'a message in the spool cannot be read back; the others go on');
      this.unreadable.add(id);
      this.count('unreadable');
      return null;
    }
  }

  private sendInventory(): void {
    for (const message of this.inventory) {
      if (this.underWay.has(message.id)) continue;
      this.underWay.add(message.id);
      const payload = Buffer.from(message.payload);
      void this.deliver({ subject: subjectOf('inventory', this.host), id: message.id, payload }, () => {
        this.inventory = this.inventory.filter((each) => each !== message);
      });
    }
  }

  private async deliver(envelope: Envelope, stored: () => void): Promise<void> {
    const outcome = await this.transport.publish(envelope);
    this.underWay.delete(envelope.id);
    if (!outcome.ok) return this.fail(outcome);
    stored();
    this.succeed();
  }

  private succeed(): void {
    this.published += 1;
    this.retryMs = FIRST_RETRY_MS;
    if (this.failing !== null) {
      this.log.info('the stream takes messages again');
      if (this.waiting) this.wait();
    }
    this.failing = null;
    this.pump();
  }

  private fail({ kind, text }: PublishOutcome & { ok: false }): void {
    this.count(kind);
    // The transport has already said that it is disconnected.
    if (kind !== this.failing && kind !== 'disconnected')
      this.log.warn({ reason: text }, 'the stream does not take messages; they wait in the spool');
    this.failing = kind;
    if (this.waiting || this.stopped) return;
    this.wait();
    this.retryMs = Math.min(this.retryMs * 2, LAST_RETRY_MS);
  }

  private wait(): void {
    if (this.waiting) clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.resume(), this.retryMs);
  }

  private count(kind: PublishFailure): void {
    this.failures.set(kind, (this.failures.get(kind) ?? 0) + 1);
  }

  private resume(): void {
    if (this.waiting) clearTimeout(this.waiting);
    this.waiting = null;
    this.forgetGone();
    this.pump();
  }

  /** What the spool gave up for room is not acknowledged any more. */
  private forgetGone(): void {
    const pending = new Set(this.spool.pendingIds());
    for (const id of this.tried) if (!pending.has(id)) this.tried.delete(id);
  }
}
