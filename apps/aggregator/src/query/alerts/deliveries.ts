import { Inject, Injectable } from '@nestjs/common';
import type { Decoded } from '@weir/model';
import type { Pool } from 'pg';
import { DATABASE } from '../../store/database.js';
import { refusalOfNul } from '../nul.js';
import {
  type Columns,
  type Filtered,
  type Listed,
  listed,
  type Listing,
  type PageRequest,
  selectSql,
} from '../page/listing.js';
import { byTime, byWhole } from '../page/sort-key.js';

/** A message to a channel, and what became of it. */
export interface Delivery {
  readonly id: string;
  readonly channel: string;
  readonly title: string;
  readonly severity: string;
  readonly state: 'waiting' | 'sent' | 'given up';
  readonly madeAt: Date;
  readonly tries: number;
  readonly nextTryAt: Date | null;
  readonly sentAt: Date | null;
  readonly answer: string | null;
  readonly failedField: string | null;
  readonly failedReason: string | null;
}

/** Which messages are asked for; null = all. */
export interface DeliveriesAsked extends Filtered {
  readonly channel: string | null;
  readonly state: Delivery['state'] | null;
}

/** What came of messages of a channel. */
export interface ChannelFacts {
  readonly channel: string;
  readonly lastSentAt: Date | null;
  readonly waitingCount: number;
  /** What went wrong since the last that was sent; null where nothing did. */
  readonly failedAt: Date | null;
  readonly failedField: string | null;
  readonly failedReason: string | null;
}

const CONDITIONS: Readonly<Record<Delivery['state'], string>> = {
  waiting: 'outbox.sent_at IS NULL AND outbox.given_up_at IS NULL',
  sent: 'outbox.sent_at IS NOT NULL',
  'given up': 'outbox.sent_at IS NULL AND outbox.given_up_at IS NOT NULL',
};

const COLUMNS: Columns<Delivery> = {
  id: 'outbox.id',
  channel: 'outbox.channel',
  title: `outbox.message ->> 'title'`,
  severity: `outbox.message ->> 'severity'`,
  state: `CASE WHEN ${CONDITIONS.sent} THEN 'sent' WHEN ${CONDITIONS.waiting} THEN 'waiting' ELSE 'given up' END`,
  madeAt: 'outbox.made_at',
  tries: 'outbox.tries',
  nextTryAt: `CASE WHEN ${CONDITIONS.waiting} THEN outbox.next_try_at END`,
  sentAt: 'outbox.sent_at',
  answer: 'outbox.answer',
  failedField: 'outbox.failed_field',
  failedReason: 'outbox.failed_reason',
};

const LISTING: Listing<Delivery, 'made', DeliveriesAsked> = {
  name: 'deliveries',
  columns: COLUMNS,
  source: (statement, { channel, state }) => ({
    from: 'outbox',
    conditions: [
      ...(channel === null ? [] : [`outbox.channel = ${statement.place(channel, 'text')}`]),
      ...(state === null ? [] : [CONDITIONS[state]]),
    ],
  }),
  orders: { made: [byTime('outbox.made_at')] },
  ties: [byWhole('outbox.position')],
};

const OF_INCIDENTS = `
SELECT entry.* FROM unnest($1::text[]) AS parent (id) CROSS JOIN LATERAL (
  SELECT parent.id AS "incidentId", ${selectSql(COLUMNS)} FROM outbox WHERE outbox.incident_ids @> ARRAY[parent.id]
  ORDER BY outbox.made_at DESC, outbox.position DESC LIMIT $2::int) AS entry`;

const BY_IDS = `SELECT ${selectSql(COLUMNS)} FROM outbox WHERE id = ANY ($1::text[]) ORDER BY channel`;

const FACTS = `
SELECT known.name AS channel, sent.at AS "lastSentAt", coalesce(waiting.count, 0)::int AS "waitingCount",
  failed.at AS "failedAt", failed.field AS "failedField", failed.reason AS "failedReason"
FROM unnest($1::text[]) AS known (name)
LEFT JOIN LATERAL (SELECT max(sent_at) AS at FROM outbox WHERE channel = known.name) AS sent ON true
LEFT JOIN LATERAL (
  SELECT count(*) FROM outbox WHERE channel = known.name AND sent_at IS NULL AND given_up_at IS NULL) AS waiting ON true
LEFT JOIN LATERAL (
  SELECT tried_at AS at, failed_field AS field, failed_reason AS reason FROM outbox
  WHERE channel = known.name AND sent_at IS NULL AND failed_reason IS NOT NULL AND tried_at > coalesce(sent.at, '-infinity')
  ORDER BY tried_at DESC LIMIT 1) AS failed ON true`;

/** Reads what became of messages. */
@Injectable()
export class DeliveryRepository {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  /** Those asked for, page by page. */
  list(asked: DeliveriesAsked, page: PageRequest<'made'>): Decoded<Listed<Delivery>> {
    const refusal = refusalOfNul('channel', [asked.channel]);
    return refusal ? { ok: false, refusal } : listed(this.database, LISTING, asked, page);
  }

  /** The newest messages of each incident. */
  async ofIncidents(ids: readonly string[], first: number): Promise<(Delivery & { readonly incidentId: string })[]> {
    return (await this.database.query<Delivery & { readonly incidentId: string }>(OF_INCIDENTS, [ids, first])).rows;
  }

  /** Messages of these ids, one for each channel. */
  async byIds(ids: readonly string[]): Promise<Delivery[]> {
    return (await this.database.query<Delivery>(BY_IDS, [ids])).rows;
  }

  /** What came of what channels were told. */
  async factsOf(channels: readonly string[]): Promise<ChannelFacts[]> {
    return (await this.database.query<ChannelFacts>(FACTS, [channels])).rows;
  }
}
