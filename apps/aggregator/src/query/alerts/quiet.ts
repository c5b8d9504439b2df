import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DATABASE } from '../../store/database.js';

/** A silence or a maintenance window, as it was given. */
export interface ListedQuiet {
  readonly id: string;
  readonly kind: 'silence' | 'maintenance';
  readonly given: unknown;
}

const BY_IDS = `
SELECT id::text AS id, 'silence' AS kind, given FROM silence WHERE id::text = ANY ($1::text[])
UNION ALL SELECT id::text, 'maintenance', given FROM maintenance WHERE id::text = ANY ($1::text[])`;

/** Reads what keeps alerts quiet. */
@Injectable()
export class QuietRepository {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  /** Those known of the given ids; the rest is left out. */
  async byIds(ids: readonly string[]): Promise<ListedQuiet[]> {
    return (await this.database.query<ListedQuiet>(BY_IDS, [ids])).rows;
  }
}
