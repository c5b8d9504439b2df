import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DATABASE } from '../store/database.js';

/** A network of a host's runtime, as stored. Several hosts may hold the same id: a Swarm overlay is on each of them. */
export interface NetworkRow extends NetworkKey {
  readonly hostUuid: string;
  readonly name: string;
  readonly driver: string;
  readonly internal: boolean;
  readonly subnets: string[];
  readonly goneAt: Date | null;
}

export interface NetworkKey {
  readonly hostId: number;
  readonly id: string;
}

const SELECT = `
SELECT network.host_id AS "hostId", network.id, host.id::text AS "hostUuid", network.name, network.driver,
  network.internal, network.subnets, network.gone_at AS "goneAt"
FROM network JOIN host USING (host_id)`;

/** Reads networks. */
@Injectable()
export class NetworkRepository {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  async ofHosts(hostIds: readonly number[], includeGone: boolean): Promise<NetworkRow[]> {
    const where = 'WHERE network.host_id = ANY ($1::int[]) AND ($2::boolean OR network.gone_at IS NULL)';
    return this.rows(`${SELECT} ${where} ORDER BY network.name, network.id`, [hostIds, includeGone]);
  }

  async byKeys(keys: readonly NetworkKey[]): Promise<NetworkRow[]> {
    const where = 'WHERE (network.host_id, network.id) IN (SELECT * FROM unnest($1::int[], $2::text[]))';
    return this.rows(`${SELECT} ${where}`, [keys.map(({ hostId }) => hostId), keys.map(({ id }) => id)]);
  }

  private async rows(sql: string, values: unknown[]): Promise<NetworkRow[]> {
    return (await this.database.query<NetworkRow>(sql, values)).rows;
  }
}
