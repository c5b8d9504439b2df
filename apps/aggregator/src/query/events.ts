import { Inject, Injectable } from '@nestjs/common';
import type { Decoded, Refusal } from '@weir/model';
import type { Pool } from 'pg';
import { DATABASE } from '../store/database.js';
import { eventSql } from './filter.sql.js';
import { refusalOfNul } from './nul.js';
import { type Columns, type Filtered, type Listed, listed, type Listing, type PageRequest } from './page/listing.js';
import { byName, byTime, byWhole } from './page/sort-key.js';
import type { Statement } from './sql.js';
import { patternOf } from './text-match.js';

/** A change, as stored. */
export interface EventRow {
  /** Id of the host. */
  readonly hostId: string;
  readonly hostName: string;
  readonly at: Date;
  readonly kind: string;
  readonly subject: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly text: string;
}

/** Which changes are asked for. */
export interface EventsAsked extends Filtered {
  /** Each a kind, or a pattern such as `interface.*`; null = all. */
  readonly kinds: readonly string[] | null;
  /** ms since 1970; null = open. */
  readonly fromMs: number | null;
  /** Not included. */
  readonly toMs: number | null;
}

const COLUMNS: Columns<EventRow> = {
  hostId: 'host.id::text',
  hostName: 'host.name',
  at: 'event.time',
  kind: 'event.kind',
  subject: 'event.subject',
  before: 'event.before',
  after: 'event.after',
  text: 'event.text',
};

const LISTING: Listing<EventRow, 'at', EventsAsked> = {
  name: 'events',
  columns: COLUMNS,
  source: (statement, asked) => ({
    from: 'event JOIN host USING (host_id)',
    conditions: [eventSql(statement, asked.filter), ...conditionsOf(statement, asked)],
  }),
  orders: { at: [byTime('event.time')] },
  ties: [byWhole('event.host_id'), byName('event.kind'), byName('event.subject')],
};

/** Reads the timeline of changes. */
@Injectable()
export class EventRepository {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  /** Those asked for, page by page. */
  list(asked: EventsAsked, page: PageRequest<'at'>): Decoded<Listed<EventRow>> {
    const refusal = refusalOf(asked);
    return refusal ? { ok: false, refusal } : listed(this.database, LISTING, asked, page);
  }
}

const YEAR_10000_MS = Date.UTC(10_000, 0);

function refusalOf({ kinds, fromMs, toMs }: EventsAsked): Refusal | null {
  for (const [field, ms] of Object.entries({ from: fromMs, to: toMs })) {
    if (ms !== null && !(ms >= 0 && ms < YEAR_10000_MS)) {
      return { field, reason: 'is not between the years 1970 and 9999' };
    }
  }
  if (fromMs !== null && toMs !== null && fromMs >= toMs) return { field: 'from', reason: 'is not before to' };
  return refusalOfNul('kinds', kinds ?? []);
}

function conditionsOf(statement: Statement, { kinds, fromMs, toMs }: EventsAsked): string[] {
  const moment = (ms: number): string => statement.place(new Date(ms).toISOString(), 'timestamptz');
  const conditions: string[] = [];
  if (kinds !== null) {
    conditions.push(`event.kind LIKE ANY (${statement.place(kinds.map(patternOf), 'text[]')})`);
  }
  if (fromMs !== null) conditions.push(`event.time >= ${moment(fromMs)}`);
  if (toMs !== null) conditions.push(`event.time < ${moment(toMs)}`);
  return conditions;
}
