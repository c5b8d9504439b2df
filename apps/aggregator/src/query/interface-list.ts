import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DATABASE } from '../store/database.js';

/** An interface with the names of what is around it, in one flat row. */
export interface ListedInterface {
  readonly netId: string;
  readonly host: string;
  readonly name: string;
  readonly class: string | null;
  readonly container: string | null;
  readonly network: string | null;
}

const LIST = `
SELECT series.net_id AS "netId", host.name AS host, series.name, series.class, network.name AS network,
  (SELECT string_agg(concat_ws('/', container.pod, coalesce(container.name, left(container.id, 12))), ', '
     ORDER BY container.name, container.id)
   FROM container
   WHERE container.host_id = series.host_id AND container.namespace = series.namespace AND container.gone_at IS NULL
  ) AS container
FROM series JOIN host USING (host_id)
  LEFT JOIN network ON network.host_id = series.host_id AND network.id = series.network_id
WHERE series.gone_at IS NULL
ORDER BY host.name, series.uplink DESC, series.namespace NULLS FIRST, series.name, series.series_id`;

/** Reads the list of interfaces that are there. */
@Injectable()
export class InterfaceList {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  async read(): Promise<ListedInterface[]> {
    return (await this.database.query<ListedInterface>(LIST)).rows;
  }
}
