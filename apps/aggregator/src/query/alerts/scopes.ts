import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DATABASE } from '../../store/database.js';
import type { Filter } from '../filter.js';
import { Statement } from '../sql.js';
import { scopeKeysSql, type WatchedLevel } from '../watched/scope-keys.js';

/** What is watched of each thing of a level that passes a filter. */
export interface Scoped {
  readonly per: WatchedLevel;
  readonly scope: Filter;
}

/** Says which scopes mean nothing that is there, or was within a day. */
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
    const sql = `SELECT EXISTS (${scopeKeysSql(statement, per, scope)}) AS matches`;
    return (await this.database.query<{ matches: boolean }>(sql, statement.values)).rows[0]?.matches ?? false;
  }
}
