import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DATABASE } from '../../store/database.js';

/** What agents with the same settings were told to measure. */
export interface CollectionGroup {
  /** Null = hosts that have told nothing of their agent yet, as all that follows. */
  readonly intervalMs: number | null;
  /** Collectors that are switched off. */
  readonly off: readonly string[];
  readonly excludedInterfaces: readonly string[];
  readonly excludedContainers: readonly string[];
  /** What cannot be known on their platform, each in a sentence. */
  readonly missing: readonly string[];
  readonly platform: string | null;
  readonly hostCount: number;
  /** The first of them by name. */
  readonly hosts: readonly { readonly id: string; readonly name: string }[];
}

const MOST_GROUPS = 200;
const MOST_HOSTS = 50;

// Agents say nothing of what they exclude where that is nothing.
const GROUPS = `
SELECT "intervalMs", off, "excludedInterfaces", "excludedContainers", missing, platform, count(*)::int AS "hostCount",
  (array_agg(jsonb_build_object('id', id, 'name', name) ORDER BY name, id))[1:${MOST_HOSTS}] AS hosts
FROM (SELECT id::text, name, (agent ->> 'intervalMs')::float8 AS "intervalMs", coalesce(agent -> 'off', '[]') AS off,
  coalesce(agent #> '{excludes,interfaces}', '[]') AS "excludedInterfaces",
  coalesce(agent #> '{excludes,containers}', '[]') AS "excludedContainers",
  coalesce(agent -> 'missing', '[]') AS missing, os ->> 'platform' AS platform FROM host) AS told
GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY count(*) DESC, min(name) LIMIT ${MOST_GROUPS}`;

/** Reads what agents were told to measure. */
@Injectable()
export class CollectionSettingsQuery {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  /** Groups of hosts with the same settings, the largest first. */
  async read(): Promise<CollectionGroup[]> {
    return (await this.database.query<CollectionGroup>(GROUPS)).rows;
  }
}
