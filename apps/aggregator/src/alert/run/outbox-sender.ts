import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { OUTBOX_SUBJECT } from '@weir/model';
import type { Pool } from 'pg';
import { Background } from '../../background/background.js';
import { Outage } from '../../background/outage.js';
import { pause } from '../../background/pause.js';
import type { SealKey } from '../../config/seal-keys.js';
import type { NatsLink } from '../../nats/nats-link.js';
import { readChannel } from '../../store/alerts/channels.js';
import {
  LEASE_SECONDS,
  leaseMessages,
  type LeasedRow,
  markTried,
  renewLease,
  retryChannel,
} from '../../store/alerts/outbox.js';
import type { StoreSetup } from '../../store/store-setup.js';
import { type Delivery, failed, nextTryMs, refusedForGood } from '../channel/delivery.js';
import type { Way } from '../channel/http-call.js';
import { senderOf } from '../channel/stored-channel.js';
import type { Message } from '../message/message.js';
import { withFiles } from './with-files.js';

const LOOKS_EVERY_MS = 1_000;
/** More often than others look for what nobody sends any more. */
const NOTES_EVERY_MS = 250;
const RENEWS_EVERY_MS = (LEASE_SECONDS * 1_000) / 4;
/** At the end of the process nobody waits longer for a server: another process sends it again. */
const LAST_MS = 5_000;

/** What a sender is made of. */
export interface SenderParts {
  readonly pool: Pool;
  readonly setup: StoreSetup;
  readonly link: NatsLink;
  readonly keys: readonly SealKey[];
  readonly way: Way;
  /** Called with what came of each try. */
  readonly onTried: (delivery: Delivery) => void;
}

/**
 * Sends what waits in the outbox, whoever wrote it there: each process takes what no other has taken. One that ends between
 * sending and noting so leaves it to another, which sends it again under the same id.
 */
export class OutboxSender extends Background {
  private readonly logger = new Logger('outbox');
  private readonly looking = new Outage('looking for messages to send', this.logger);
  private readonly noting = new Outage('noting what became of messages', this.logger);
  private readonly id = randomUUID();
  /** By channel and id: what is still to be noted here is not sent again, though its lease ran out. */
  private readonly sending = new Map<string, Promise<void>>();
  private readonly over = new AbortController();
  private wake = (): void => undefined;

  constructor(private readonly parts: SenderParts) {
    super([parts.setup, parts.link]);
  }

  protected async main(stopped: AbortSignal): Promise<void> {
    const [edition, connection] = await Promise.all([this.parts.setup.ready(), this.parts.link.connected()]);
    if (!edition || !connection) return;
    const subscription = connection.subscribe(OUTBOX_SUBJECT, { callback: () => this.wake() });
    while (!stopped.aborted) {
      const woken = new Promise<void>((resolve) => (this.wake = resolve));
      await this.looking.trying(() => this.begin());
      await Promise.race([woken, pause(LOOKS_EVERY_MS, stopped)]);
    }
    subscription.unsubscribe();
    await Promise.race([Promise.all(this.sending.values()), pause(LAST_MS, this.over.signal)]);
    this.over.abort();
  }

  /** Takes what is due; each is sent by itself. */
  private async begin(): Promise<void> {
    for (const row of await leaseMessages(this.parts.pool, this.id)) {
      const key = JSON.stringify([row.channel, row.id]);
      if (this.sending.has(key)) continue;
      const sent = this.noting
        .trying(() => this.send(row))
        .then(() => {
          this.sending.delete(key);
          // The next one of its channel.
          this.wake();
        });
      this.sending.set(key, sent);
    }
  }

  private async send(row: LeasedRow): Promise<void> {
    const { pool, onTried } = this.parts;
    const renewing = setInterval(() => void renewLease(pool, this.id, row).catch(() => undefined), RENEWS_EVERY_MS);
    try {
      const delivery = await this.deliver(row);
      onTried(delivery);
      while (!(await this.isNoted(row, delivery)) && !this.over.signal.aborted)
        await pause(NOTES_EVERY_MS, this.over.signal);
    } finally {
      clearInterval(renewing);
    }
  }

  private async deliver(row: LeasedRow): Promise<Delivery> {
    const { pool, keys, way } = this.parts;
    const channel = await readChannel(pool, row.channel);
    if (!channel) return failed('name', 'is no channel any more');
    const read = senderOf(channel, keys);
    if (!read.ok) {
      const [fault] = read.refusals;
      return failed(fault?.field ?? 'kind', fault?.reason ?? 'cannot be read');
    }
    try {
      // It was made by `messageOf` or `reportMessage`, here or in another process of this version.
      const message = await withFiles(pool, channel.kind, row.message as Message);
      if (!message) return refusedForGood('files', 'were deleted before they were sent: have the report made again');
      return await read.sender.send(message, way, Date.now());
    } catch (error) {
      this.logger.error(`a message could not be sent by ${row.channel}: ${String(error)}`);
      return failed('kind', 'cannot be sent by this version of weir: its log says why');
    }
  }

  /** Who else sent it, not knowing that it arrived, would send it twice: this is tried as long as the process lives. */
  private async isNoted(row: LeasedRow, delivery: Delivery): Promise<boolean> {
    return (await this.noting.trying(() => this.note(row, delivery).then(() => true))) ?? false;
  }

  private async note(row: LeasedRow, delivery: Delivery): Promise<void> {
    const { pool } = this.parts;
    const nowMs = Date.now();
    const next = nextTryMs(delivery, row.tries + 1, row.madeMs, nowMs, Math.random());
    await markTried(pool, this.id, row, {
      answer: delivery.ok ? delivery.answer : null,
      field: delivery.ok ? null : delivery.field,
      reason: delivery.ok ? null : delivery.reason,
      // By the clock of the database, which says what is due.
      waitMs: next === null ? null : next - nowMs,
    });
    if (delivery.ok && row.tries > 0) await retryChannel(pool, row.channel);
    if (!delivery.ok)
      this.logger.warn(
        `a message to channel ${row.channel} was not sent (${delivery.field} ${delivery.reason}); ${next === null ? 'it is given up' : 'it is tried again'}`,
      );
  }
}
