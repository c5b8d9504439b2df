import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DATABASE } from '../store/database.js';

/** What the store knows of the collection as a whole. */
export interface Collection {
  readonly hosts: readonly CollectedHost[];
  /** Messages in the table of refused ones, which keeps the newest 1,000. */
  readonly refusedKept: number;
}

export interface CollectedHost {
  readonly id: string;
  /** End of the newest stored interval. */
  readonly storedMs: number;
  /** Null until its first inventory. */
  readonly intervalMs: number | null;
}

const HOSTS = `
SELECT id::text, (extract(epoch FROM last_seen) * 1000)::float8 AS "storedMs",
  (agent ->> 'intervalMs')::float8 AS "intervalMs"
FROM host`;

/** Reads the state of collection. */
@Injectable()
export class CollectionQuery {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  async read(): Promise<Collection> {
    const hosts = await this.database.query<CollectedHost>(HOSTS);
    const refused = await this.database.query<{ count: number }>('SELECT count(*)::int AS count FROM refused');
    return { hosts: hosts.rows, refusedKept: refused.rows[0]?.count ?? 0 };
  }
}
