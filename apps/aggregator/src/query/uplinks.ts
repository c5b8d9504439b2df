import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DATABASE } from '../store/database.js';
import { JOIN_LINK, LINK_SPEED } from '../store/hosts/link-speed.js';

/** The uplinks that a host has now. */
export interface Uplinks {
  readonly hostId: number;
  readonly seriesIds: readonly number[];
  readonly keys: readonly string[];
  /** Of those that are not down together; null where that of one is not told, or none is up. */
  readonly speedBitsPerSecond: number | null;
}

const UPLINKS = `
SELECT host_id AS "hostId", array_agg(series_id ORDER BY series_id) AS "seriesIds", array_agg(key ORDER BY series_id) AS keys,
  CASE WHEN bool_and(state = 'down' OR ${LINK_SPEED} IS NOT NULL)
    THEN sum(${LINK_SPEED}) FILTER (WHERE state <> 'down') END::float8 AS "speedBitsPerSecond"
FROM series ${JOIN_LINK} WHERE host_id = ANY ($1::int[]) AND uplink AND gone_at IS NULL GROUP BY host_id`;

/** Reads the uplinks of hosts. */
@Injectable()
export class UplinkRepository {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  /** Those of each host that has one. */
  async ofHosts(hostIds: readonly number[]): Promise<Uplinks[]> {
    return (await this.database.query<Uplinks>(UPLINKS, [hostIds])).rows;
  }
}
