import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DATABASE } from '../store/database.js';
import type { NamespaceKey } from './interfaces.js';

/** A container, as stored. */
export interface ContainerRow {
  readonly hostId: number;
  readonly id: string;
  /** The first digits of its id where no runtime tells a name. */
  readonly name: string;
  readonly image: string | null;
  /** Null where it has no network namespace of its own. */
  readonly namespace: string | null;
  readonly hostNetwork: boolean;
  readonly stack: string | null;
  readonly service: string | null;
  readonly pod: string | null;
  readonly podNamespace: string | null;
  readonly workload: string | null;
  readonly startedAt: Date | null;
  readonly goneAt: Date | null;
}

const SELECT = `
SELECT host_id AS "hostId", id, coalesce(name, left(id, 12)) AS name, image, namespace, host_network AS "hostNetwork",
  stack, service, pod, pod_namespace AS "podNamespace", workload, started_at AS "startedAt", gone_at AS "goneAt"
FROM container`;

const ORDER = 'ORDER BY coalesce(name, id), id';

/** Reads containers. */
@Injectable()
export class ContainerRepository {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  async ofHosts(hostIds: readonly number[], includeGone: boolean): Promise<ContainerRow[]> {
    const where = 'WHERE host_id = ANY ($1::int[]) AND ($2::boolean OR gone_at IS NULL)';
    return this.rows(`${SELECT} ${where} ${ORDER}`, [hostIds, includeGone]);
  }

  async ofNamespaces(keys: readonly NamespaceKey[]): Promise<ContainerRow[]> {
    const where = 'WHERE (host_id, namespace) IN (SELECT * FROM unnest($1::int[], $2::text[]))';
    return this.rows(`${SELECT} ${where} ${ORDER}`, [
      keys.map(({ hostId }) => hostId),
      keys.map(({ namespace }) => namespace),
    ]);
  }

  private async rows(sql: string, values: unknown[]): Promise<ContainerRow[]> {
    return (await this.database.query<ContainerRow>(sql, values)).rows;
  }
}
