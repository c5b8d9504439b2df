import { Inject, Injectable } from '@nestjs/common';
import type { Decoded } from '@weir/model';
import type { Pool } from 'pg';
import { DATABASE } from '../../store/database.js';
import { type Columns, type Listed, listed, type Listing, type PageRequest, selectSql } from '../page/listing.js';
import { byName, byTime, byWhole } from '../page/sort-key.js';
import { allOf, Statement } from '../sql.js';
import { type PatternRow, type PatternsAsked, refusalOfPatterns } from './pattern.js';
import { conditionsOf, FROM_PATTERN, fromPattern } from './patterns.sql.js';

/** What patterns can be sorted by. */
export type PatternOrder = 'started' | 'lastSeen' | 'strength' | 'host';

const COLUMNS: Columns<PatternRow> = {
  id: 'pattern.pattern_id::text',
  class: 'pattern.class',
  category: 'pattern.category',
  startedAt: 'pattern.started_at',
  endedAt: 'pattern.ended_at',
  lastSeenAt: 'pattern.last_seen_at',
  strength: 'pattern.strength',
  sentence: 'pattern.sentence',
  evidence: 'pattern.evidence',
  entityKind: 'pattern.entity_kind',
  entityKey: 'pattern.entity_key',
  entityName: 'pattern.entity_name',
  hostId: 'pattern.host_id',
  hostUuid: 'host.id::text',
  hostName: 'host.name',
  netId: 'series.net_id',
  seenOn: 'pattern.seen_on',
  repeats: 'pattern.repeats',
  verdict: 'pattern.dismissed',
};

const LISTING: Listing<PatternRow, PatternOrder, PatternsAsked> = {
  name: 'patterns',
  columns: COLUMNS,
  source: (statement, asked) => ({ from: fromPattern(statement, asked), conditions: conditionsOf(statement, asked) }),
  orders: {
    started: [byTime('pattern.started_at')],
    lastSeen: [byTime('pattern.last_seen_at')],
    // A cursor carries whole numbers exactly.
    strength: [byWhole('(pattern.strength * 1000000)::bigint'), byTime('pattern.started_at')],
    host: [byName('host.name'), byTime('pattern.started_at')],
  },
  ties: [byWhole('pattern.pattern_id')],
};

const BY_IDS = `SELECT ${selectSql(COLUMNS)} FROM ${FROM_PATTERN} WHERE pattern.pattern_id = ANY ($1::bigint[])`;
const ID = /^[1-9][0-9]{0,17}$/;

/** Reads what the analysis found. */
@Injectable()
export class PatternRepository {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  /** Those asked for, page by page. */
  list(asked: PatternsAsked, page: PageRequest<PatternOrder>): Decoded<Listed<PatternRow>> {
    const refusal = refusalOfPatterns(asked);
    return refusal ? { ok: false, refusal } : listed(this.database, LISTING, asked, page);
  }

  /** Those known of the given ids, those that were taken back too; the rest is left out. */
  async byIds(ids: readonly string[]): Promise<PatternRow[]> {
    return (await this.database.query<PatternRow>(BY_IDS, [ids.filter((id) => ID.test(id))])).rows;
  }

  /** Ids of those of the given ones that are asked for. */
  async passing(asked: PatternsAsked, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const statement = new Statement();
    const named = `pattern.pattern_id = ANY (${statement.place(ids, 'bigint[]')})`;
    const sql = `SELECT pattern.pattern_id::text AS id FROM ${fromPattern(statement, asked)}
      WHERE ${allOf([named, ...conditionsOf(statement, asked)])}`;
    const { rows } = await this.database.query<{ id: string }>(sql, statement.values);
    return new Set(rows.map(({ id }) => id));
  }
}
