import { Inject, Injectable } from '@nestjs/common';
import type { EventMessage } from '@weir/model';
import type { Pool } from 'pg';
import { DATABASE } from '../store/database.js';
import { asksBelowHosts } from './asks-below-hosts.js';
import type { Filter } from './filter.js';
import { filterSql, hostSql } from './filter.sql.js';
import { passingEvents } from './passing-events.js';
import { allOf, Statement } from './sql.js';

/** Whose traffic passes a filter now. */
export interface LivePassing {
  /** Ids of hosts. */
  readonly hosts: ReadonlySet<string>;
  /** Ids of interfaces; null = all of those hosts. */
  readonly interfaces: ReadonlySet<string> | null;
}

/** Asks the store what of that which is told live passes a filter, as lists mean it. */
@Injectable()
export class LiveFilterQuery {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  /** Whose traffic passes. */
  async traffic(filter: Filter): Promise<LivePassing> {
    if (!asksBelowHosts(filter) && !filter.text) return { hosts: await this.hosts(filter), interfaces: null };
    const statement = new Statement();
    const there = filter.includeGone ? 'true' : 'series.gone_at IS NULL';
    const sql = `SELECT host.id::text AS host, series.net_id AS interface FROM series JOIN host USING (host_id)
      WHERE ${allOf([filterSql(statement, filter), there])}`;
    const { rows } = await this.database.query<{ host: string; interface: string }>(sql, statement.values);
    return { hosts: new Set(rows.map(({ host }) => host)), interfaces: new Set(rows.map((row) => row.interface)) };
  }

  /** Ids of the hosts that pass. */
  async hosts(filter: Filter): Promise<Set<string>> {
    const statement = new Statement();
    const sql = `SELECT host.id::text FROM host WHERE ${hostSql(statement, filter)}`;
    const { rows } = await this.database.query<{ id: string }>(sql, statement.values);
    return new Set(rows.map(({ id }) => id));
  }

  /** Those of the changes that pass, whether they are stored already or not. */
  events(filter: Filter, events: readonly EventMessage[]): Promise<ReadonlySet<EventMessage>> {
    return passingEvents(this.database, filter, events);
  }
}
