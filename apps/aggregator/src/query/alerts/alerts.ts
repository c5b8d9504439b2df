import { Inject, Injectable } from '@nestjs/common';
import type { Decoded } from '@weir/model';
import type { Pool } from 'pg';
import { DATABASE } from '../../store/database.js';
import { withoutNul } from '../nul.js';
import { type Columns, type Listed, listed, type Listing, type PageRequest, selectSql } from '../page/listing.js';
import { byName, byTime, type SortKey } from '../page/sort-key.js';
import { type AlertsAsked, type ListedAlert, refusalOfAlerts } from './alert.js';
import { conditionsOfAlerts, FROM_ALERT, isOfFired } from './alerts.sql.js';

const COLUMNS: Columns<ListedAlert> = {
  id: 'alert.id',
  ruleId: 'alert.rule_id',
  subject: 'alert.subject',
  hostId: 'alert.host_uuid::text',
  severity: 'alert.severity',
  state: 'alert.state',
  since: 'alert.since',
  firedAt: 'alert.fired_at',
  resolvedAt: 'alert.resolved_at',
  resolution: 'alert.resolution',
  acknowledged: 'alert.acknowledged',
  value: 'alert.value',
  sentence: 'alert.sentence',
  incidentId: 'alert.incident_id',
  silencedBy: 'alert.silenced_by',
  inhibitedBy: 'alert.inhibited_by',
};

const listing = (name: string, began: SortKey): Listing<ListedAlert, 'began', AlertsAsked> => ({
  name,
  columns: COLUMNS,
  source: (statement, asked) => ({ from: FROM_ALERT, conditions: conditionsOfAlerts(statement, asked) }),
  orders: { began: [began] },
  ties: [byName('alert.id')],
});

/** An index knows their order. */
const FIRED = listing('alerts', byTime('alert.fired_at'));
/** Few are pending, but they have no such moment. */
const ANY = listing('alerts that last', byTime('coalesce(alert.fired_at, alert.since)'));

const BY_IDS = `SELECT ${selectSql(COLUMNS)} FROM ${FROM_ALERT} WHERE alert.id = ANY ($1::text[])`;

const OF_INCIDENTS = `
SELECT entry.* FROM unnest($1::text[]) AS parent (id) CROSS JOIN LATERAL (
  SELECT ${selectSql(COLUMNS)} FROM ${FROM_ALERT} WHERE alert.incident_id = parent.id
  ORDER BY alert.fired_at DESC, alert.id LIMIT $2::int) AS entry`;

const SUMMARY = `
SELECT
  count(*) FILTER (WHERE is_heard AND severity = 'critical')::int AS critical,
  count(*) FILTER (WHERE is_heard AND severity = 'warning')::int AS warning,
  count(*) FILTER (WHERE is_heard AND severity = 'info')::int AS info,
  count(*) FILTER (WHERE state = 'acknowledged')::int AS acknowledged,
  count(*) FILTER (WHERE state = 'firing' AND NOT is_heard)::int AS silenced
FROM (
  SELECT state, severity, state = 'firing' AND silenced_by IS NULL AND inhibited_by IS NULL AS is_heard
  FROM alert WHERE state <> 'resolved') AS lasting`;

/** How many alerts last. */
export interface AlertCounts {
  readonly critical: number;
  readonly warning: number;
  readonly info: number;
  readonly acknowledged: number;
  readonly silenced: number;
}

const NONE: AlertCounts = { critical: 0, warning: 0, info: 0, acknowledged: 0, silenced: 0 };

/** Reads alerts. */
@Injectable()
export class AlertRepository {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  /** Those asked for, page by page. */
  list(asked: AlertsAsked, page: PageRequest<'began'>): Decoded<Listed<ListedAlert>> {
    const refusal = refusalOfAlerts(asked);
    return refusal ? { ok: false, refusal } : listed(this.database, isOfFired(asked) ? FIRED : ANY, asked, page);
  }

  /** Those known of the given ids; the rest is left out. */
  async byIds(ids: readonly string[]): Promise<ListedAlert[]> {
    return (await this.database.query<ListedAlert>(BY_IDS, [withoutNul(ids)])).rows;
  }

  /** The newest of each incident. */
  async ofIncidents(ids: readonly string[], first: number): Promise<ListedAlert[]> {
    return (await this.database.query<ListedAlert>(OF_INCIDENTS, [ids, first])).rows;
  }

  /** How many fire, and how many of them are heard. */
  async counts(): Promise<AlertCounts> {
    return (await this.database.query<AlertCounts>(SUMMARY)).rows[0] ?? NONE;
  }
}
