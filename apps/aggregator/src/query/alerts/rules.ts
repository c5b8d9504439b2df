import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DATABASE } from '../../store/database.js';
import { withoutNul } from '../nul.js';

/** A rule, as it is written down. */
export interface ListedRule {
  readonly id: string;
  readonly rule: unknown;
  /** Whether weir brought it along. */
  readonly isDefault: boolean;
  readonly updatedAt: Date;
  /** How many alerts of it fire. */
  readonly firingCount: number;
}

const SELECT = `
SELECT alert_rule.id, rule, updated_at AS "updatedAt", EXISTS (SELECT FROM default_rule WHERE default_rule.id = alert_rule.id) AS "isDefault",
  coalesce(firing.count, 0)::int AS "firingCount"
FROM alert_rule LEFT JOIN (
  SELECT rule_id, count(*) FROM alert WHERE state <> 'resolved' AND state <> 'pending' GROUP BY rule_id
) AS firing ON firing.rule_id = alert_rule.id`;

const KINDS = `SELECT kind FROM event WHERE time > now() - interval '30 days' GROUP BY kind`;

/** Reads rules. */
@Injectable()
export class RuleRepository {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  /** All of them, in their order. */
  async all(): Promise<ListedRule[]> {
    return (await this.database.query<ListedRule>(`${SELECT} ORDER BY position, alert_rule.id`)).rows;
  }

  /** Those known of the given ids; the rest is left out. */
  async byIds(ids: readonly string[]): Promise<ListedRule[]> {
    return (
      await this.database.query<ListedRule>(`${SELECT} WHERE alert_rule.id = ANY ($1::text[])`, [withoutNul(ids)])
    ).rows;
  }

  /** Kinds of changes that were told of lately. */
  async changeKinds(): Promise<string[]> {
    return (await this.database.query<{ kind: string }>(KINDS)).rows.map(({ kind }) => kind);
  }
}
