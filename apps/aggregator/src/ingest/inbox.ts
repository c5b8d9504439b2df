import { Logger } from '@nestjs/common';
import { jetstreamManager } from '@nats-io/jetstream';
import type { Msg, NatsConnection } from '@nats-io/transport-node';
import { backoffMs } from '../background/backoff.js';
import { Bell } from '../background/bell.js';
import { Outage } from '../background/outage.js';
import { pause } from '../background/pause.js';
import { Hearing } from '../nats/hearing.js';
import type { NatsLink } from '../nats/nats-link.js';
import { LONGEST_SAMPLE_MS } from '../store/block/window.js';
import { pieces } from '../store/write/split.js';
import { type Delivery, deliveryOf } from './delivery.js';
import { forgotten } from './forgotten.js';
import { acknowledgeGhosts } from './ghosts.js';
import { pull, type PullLimits } from './pull.js';
import { ensureStream } from './stream.js';

/** What one request may bring, and at most as much is stored at once. */
const USUAL: PullLimits = { messages: 500, bytes: 8 * 1_048_576 };
/** For a message that is larger than all that a request may bring. */
const ONE: PullLimits = { messages: 1, bytes: 0 };

/** The stream delivers anew what it hears nothing of for longer (15 s): while the database is away, all to everybody. */
const KEEP_EVERY_MS = 5_000;

const RECOVER_EVERY_MS = 600_000;

/** A batch costs some fifteen round trips to the database, however little it holds: so often they are worth it. */
const GATHER_MS = 200;

/**
 * The messages of the stream, decoded as they come, while what came before is being stored. A batch is what is there when
 * it is asked for, a while after the one before or when as much is there as one may hold: so one message is stored at once, and
 * of the agents of a fleet, who all tell at the full second, many share a batch. What waits is bounded: more is requested only
 * while less than one request's worth is here.
 */
export class Inbox {
  private readonly waiting: Delivery[] = [];
  private waitingBytes = 0;
  private takenMs = -Infinity;
  /** All that is not acknowledged: what waits, and what is being stored. */
  private readonly held = new Set<Delivery>();
  private filling: Promise<void> | null = null;
  private isFilled = false;
  private recovered: { readonly for: AbortSignal; readonly atMs: number } | null = null;
  private readonly changed = new Bell();
  private readonly hearing: Hearing;
  private readonly asking = new Outage('asking the stream for messages', new Logger('ingest'));

  constructor(
    private readonly connection: NatsConnection,
    private readonly link: Pick<NatsLink, 'disconnected'>,
    private readonly stopped: AbortSignal,
    /** On how many servers the stream is to be kept; null = as it is. */
    private readonly replicas: number | null = null,
  ) {
    this.hearing = Hearing.of(connection);
    stopped.addEventListener('abort', () => this.changed.ring(), { once: true });
  }

  /** Why the stream cannot be asked now; null where it can. */
  get fault(): string | null {
    return this.asking.fault;
  }

  /** The next batch, as soon as there is one; empty when stopped and everything was taken. */
  async next(): Promise<Delivery[]> {
    this.filling ??= this.fill();
    const gatherMs = this.takenMs + GATHER_MS - performance.now();
    if (gatherMs > 0) await this.gathered(gatherMs);
    while (this.waiting.length === 0 && !this.isFilled) await this.changed.heard();
    const batch = this.take();
    this.takenMs = performance.now();
    this.changed.ring();
    return batch;
  }

  private take(): Delivery[] {
    let [count, bytes] = [0, 0];
    for (const delivery of this.waiting.slice(0, USUAL.messages)) {
      if (count > 0 && bytes + bytesOf(delivery) > USUAL.bytes) break;
      count += 1;
      bytes += bytesOf(delivery);
    }
    this.waitingBytes -= bytes;
    return this.waiting.splice(0, count);
  }

  private async fill(): Promise<void> {
    const keeping = setInterval(() => this.keep(), KEEP_EVERY_MS);
    let limits: PullLimits | null = null;
    for (let failed = 0; !this.stopped.aborted;) {
      await this.room();
      limits = await this.asking.trying(() => this.request(limits));
      failed = limits ? 0 : failed + 1;
      if (!limits) await pause(backoffMs(failed), this.stopped);
    }
    clearInterval(keeping);
    this.isFilled = true;
    this.changed.ring();
  }

  /**
   * Makes a request. Answers with what the next may; null when the server was
   * lost, for one that has just come back takes a request and forgets it: so it is asked first for what has an answer.
   */
  private async request(limits: PullLimits | null): Promise<PullLimits | null> {
    const lost = this.link.disconnected;
    if (!limits || this.isRecoveryDue(lost)) await this.recover(lost);
    const { messages, isFull } = await pull(this.connection, limits ?? USUAL, (message) => this.receive(message), [
      this.stopped,
      lost,
    ]);
    if (lost.aborted) return null;
    return isFull && messages === 0 ? ONE : USUAL;
  }

  /** Has the server do right by every message, also one that was killed and does not know all that it knew. */
  private async recover(lost: AbortSignal): Promise<void> {
    const manager = await jetstreamManager(this.connection);
    await ensureStream(manager, this.replicas);
    await acknowledgeGhosts(this.connection, manager);
    this.asking.succeeded();
    for await (const delivery of forgotten(manager, lost)) {
      await this.room();
      if (this.stopped.aborted) return;
      this.add(delivery);
    }
    this.recovered = { for: lost, atMs: performance.now() };
    await this.room();
  }

  /** Also where the server was lost while there was no room, and now and then: some of it shows only later. */
  private isRecoveryDue(lost: AbortSignal): boolean {
    return lost !== this.recovered?.for || performance.now() - this.recovered.atMs >= RECOVER_EVERY_MS;
  }

  private async gathered(mostMs: number): Promise<void> {
    let isTime = false;
    const timer = setTimeout(() => {
      isTime = true;
      this.changed.ring();
    }, mostMs);
    while (!isTime && !this.isFull() && !this.stopped.aborted) await this.changed.heard();
    clearTimeout(timer);
  }

  private async room(): Promise<void> {
    while (this.isFull() && !this.stopped.aborted) await this.changed.heard();
  }

  private receive(message: Msg): void {
    const delivery = deliveryOf(message, () => this.held.delete(delivery), this.hearing);
    this.held.add(delivery);
    this.add(delivery);
  }

  private add(delivery: Delivery): void {
    this.waiting.push(delivery);
    this.waitingBytes += bytesOf(delivery);
    this.changed.ring();
  }

  private keep(): void {
    for (const delivery of this.held) delivery.keep();
  }

  private isFull(): boolean {
    return this.waiting.length >= USUAL.messages || this.waitingBytes >= USUAL.bytes;
  }
}

/** What it takes to store it: a sample of hours becomes a frame for each minute, hundreds of times what was sent. */
function bytesOf({ arrival: { payload, content } }: Delivery): number {
  if (content.kind !== 'traffic' || content.message.ms <= LONGEST_SAMPLE_MS) return payload.length;
  const { at, ms } = content.message;
  return payload.length * pieces(at - ms, ms).length;
}
