import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DATABASE } from '../../store/database.js';
import { containerSql } from '../filter.sql.js';
import { allOf, Statement } from '../sql.js';
import { STABLE_NAMES } from '../stable-names.sql.js';
import { deploysOf, type Start } from './deploys.js';
import type { TimelineAsked, TimelineEntry } from './entry.js';

/** So many starts are looked through, the newest first: to read more takes longer than all else of a page. */
const MOST_STARTS = 5_000;
/** A wave that begins in the range may go on after it. */
const GOES_ON_MS = 600_000;

/** Finds deploys among the starts of containers. */
@Injectable()
export class DeployQuery {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  /** Those that began in the range, the newest first. What was run before is known from starts before the range. */
  async read(asked: TimelineAsked): Promise<TimelineEntry[]> {
    const { fromMs, toMs } = asked;
    const deploys = deploysOf(await this.starts(asked));
    return deploys.filter(({ at }) => {
      const ms = at.getTime();
      return (fromMs === null || ms >= fromMs) && (toMs === null || ms < toMs);
    });
  }

  private async starts({ filter, toMs }: TimelineAsked): Promise<Start[]> {
    const statement = new Statement();
    const service = `coalesce(${STABLE_NAMES.service}, ${STABLE_NAMES.workload})`;
    const conditions = [
      'container.started_at IS NOT NULL',
      'coalesce(container.service, container.workload) IS NOT NULL',
      containerSql(statement, { ...filter, includeGone: true }),
      ...(toMs === null
        ? []
        : [`container.started_at < ${statement.place(new Date(toMs + GOES_ON_MS).toISOString(), 'timestamptz')}`]),
    ];
    const sql = `
SELECT ${service} AS service, container.image, (extract(epoch FROM container.started_at) * 1000)::float8 AS "atMs",
  host.id::text AS "hostId", host.name AS "hostName"
FROM container JOIN host USING (host_id) WHERE ${allOf(conditions)}
ORDER BY container.started_at DESC LIMIT ${MOST_STARTS}`;
    return (await this.database.query<Start>(sql, statement.values)).rows;
  }
}
