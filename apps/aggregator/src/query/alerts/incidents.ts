import { Inject, Injectable } from '@nestjs/common';
import type { Decoded } from '@weir/model';
import type { Pool } from 'pg';
import { DATABASE } from '../../store/database.js';
import { withoutNul } from '../nul.js';
import { type Columns, type Listed, listed, type Listing, type PageRequest, selectSql } from '../page/listing.js';
import { byName, byTime } from '../page/sort-key.js';
import type { Statement } from '../sql.js';
import { ALL_ALERTS, type IncidentsAsked, type ListedIncident, refusalOfAlerts } from './alert.js';
import { withAlertsSql } from './alerts.sql.js';

const COLUMNS: Columns<ListedIncident> = {
  id: 'incident.id',
  openedAt: 'incident.opened_at',
  resolvedAt: 'incident.resolved_at',
  severity: 'incident.severity',
};

const LISTING: Listing<ListedIncident, 'opened', IncidentsAsked> = {
  name: 'incidents',
  columns: COLUMNS,
  source: (statement, asked) => ({ from: 'incident', conditions: conditionsOf(statement, asked) }),
  orders: { opened: [byTime('incident.opened_at')] },
  ties: [byName('incident.id')],
};

const BY_IDS = `SELECT ${selectSql(COLUMNS)} FROM incident WHERE incident.id = ANY ($1::text[])`;

/** Of the alerts of each: how many, and what the worst says, the newest of these. */
const FACTS = `
SELECT incident_id AS id, count(*)::int AS "alertCount",
  (array_agg(sentence ORDER BY array_position(ARRAY['critical', 'warning', 'info'], severity), fired_at DESC))[1] AS sentence
FROM alert WHERE incident_id = ANY ($1::text[]) GROUP BY incident_id`;

/** What is in an incident. */
export interface IncidentFacts {
  readonly id: string;
  readonly alertCount: number;
  /** What the worst of its alerts says. */
  readonly sentence: string;
}

/** Reads incidents. */
@Injectable()
export class IncidentRepository {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  /** Those asked for, page by page. */
  list(asked: IncidentsAsked, page: PageRequest<'opened'>): Decoded<Listed<ListedIncident>> {
    const { text, fromMs, toMs } = asked;
    const refusal = refusalOfAlerts({ ...ALL_ALERTS, text, fromMs, toMs });
    return refusal ? { ok: false, refusal } : listed(this.database, LISTING, asked, page);
  }

  /** Those known of the given ids; the rest is left out. */
  async byIds(ids: readonly string[]): Promise<ListedIncident[]> {
    return (await this.database.query<ListedIncident>(BY_IDS, [withoutNul(ids)])).rows;
  }

  /** What is in each. */
  async factsOf(ids: readonly string[]): Promise<IncidentFacts[]> {
    return (await this.database.query<IncidentFacts>(FACTS, [ids])).rows;
  }
}

function conditionsOf(statement: Statement, { isOpen, severities, text, fromMs, toMs }: IncidentsAsked): string[] {
  const moment = (ms: number): string => statement.place(new Date(ms).toISOString(), 'timestamptz');
  return [
    ...(isOpen === null ? [] : [`incident.resolved_at IS ${isOpen ? '' : 'NOT '}NULL`]),
    ...(severities === null ? [] : [`incident.severity = ANY (${statement.place(severities, 'text[]')})`]),
    ...(fromMs === null ? [] : [`(incident.resolved_at IS NULL OR incident.resolved_at > ${moment(fromMs)})`]),
    ...(toMs === null ? [] : [`incident.opened_at < ${moment(toMs)}`]),
    ...(text === null || text === '' ? [] : [withAlertsSql(statement, { ...ALL_ALERTS, text })]),
  ];
}
