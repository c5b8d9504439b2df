import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DATABASE } from '../../store/database.js';
import type { Filter } from '../filter.js';
import { containerSql, filterSql, hostSql, networkSql } from '../filter.sql.js';
import { Statement } from '../sql.js';

/** What is watched of each thing of a level that passes a filter. */
export interface Scoped {
  readonly per: string;
  readonly scope: Filter;
}

type Find = (statement: Statement, filter: Filter) => string;

const ofContainers =
  (column: string): Find =>
  (statement, filter) =>
    `FROM container JOIN host USING (host_id) WHERE ${containerSql(statement, filter)} AND container.${column} IS NOT NULL`;

const ofInterfaces: Find = (statement, filter) =>
  `FROM series JOIN host USING (host_id) WHERE ${filterSql(statement, filter)}`;

const FINDS: Readonly<Record<string, Find>> = {
  container: ofContainers('id'),
  service: ofContainers('service'),
  stack: ofContainers('stack'),
  workload: ofContainers('workload'),
  network: (statement, filter) => `FROM network JOIN host USING (host_id) WHERE ${networkSql(statement, filter)}`,
  host: (statement, filter) => `FROM host WHERE ${hostSql(statement, filter)}`,
};

/** Says which scopes mean nothing that is or was there. */
@Injectable()
export class ScopeQuery {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  /** Those that match nothing; one that asks for nothing matches what is to come. */
  async unmatched<Each extends Scoped>(all: readonly Each[]): Promise<ReadonlySet<Each>> {
    const known = new Map<string, boolean>();
    const unmatched = new Set<Each>();
    for (const each of all) {
      if (Object.keys(each.scope).length === 0) continue;
      const name = JSON.stringify([each.per, each.scope]);
      const isMatched = known.get(name) ?? (await this.matches(each));
      known.set(name, isMatched);
      if (!isMatched) unmatched.add(each);
    }
    return unmatched;
  }

  private async matches({ per, scope }: Scoped): Promise<boolean> {
    const statement = new Statement();
    const find = FINDS[per] ?? ofInterfaces;
    const sql = `SELECT EXISTS (SELECT ${find(statement, { ...scope, includeGone: true })}) AS matches`;
    return (await this.database.query<{ matches: boolean }>(sql, statement.values)).rows[0]?.matches ?? false;
  }
}
