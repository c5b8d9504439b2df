import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DATABASE } from '../../store/database.js';

/** A channel, as it is listed: without what is secret. */
export interface ListedChannel {
  readonly name: string;
  readonly kind: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Names of the secret settings that are set. */
  readonly secretsSet: readonly string[];
  readonly takesAll: boolean;
  readonly isEnabled: boolean;
  /** As it was given. */
  readonly pace: unknown;
  readonly updatedAt: Date;
}

const SELECT = `
SELECT name, kind, settings, ARRAY (SELECT jsonb_object_keys(sealed) ORDER BY 1) AS "secretsSet", takes_all AS "takesAll",
  is_enabled AS "isEnabled", pace, updated_at AS "updatedAt"
FROM channel`;

/** Reads channels; what is sealed is not read. */
@Injectable()
export class ChannelRepository {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  /** All of them, by name. */
  async all(): Promise<ListedChannel[]> {
    return (await this.database.query<ListedChannel>(`${SELECT} ORDER BY name`)).rows;
  }

  /** Those known of the given names; the rest is left out. */
  async byNames(names: readonly string[]): Promise<ListedChannel[]> {
    return (await this.database.query<ListedChannel>(`${SELECT} WHERE name = ANY ($1::text[])`, [names])).rows;
  }
}
