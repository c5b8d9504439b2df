import { Inject, Injectable } from '@nestjs/common';
import type { AgentInfo, OsInfo } from '@weir/model';
import type { Pool } from 'pg';
import { DATABASE } from '../store/database.js';

/** A host, as stored; `agent` and `os` are null until its first inventory. */
export interface HostRow {
  readonly hostId: number;
  readonly id: string;
  readonly name: string;
  readonly agent: Partial<AgentInfo> | null;
  readonly os: Partial<OsInfo> | null;
  readonly firstSeen: Date;
  /** End of the newest stored interval. */
  readonly lastSeen: Date;
  /** How far its clock is behind; its stored times are corrected by that. 0 where it is right, null where it never said. */
  readonly clockOffsetMs: number | null;
}

const SELECT = `
SELECT host_id AS "hostId", id::text, name, agent, os, first_seen AS "firstSeen", last_seen AS "lastSeen",
  clock_offset_ms::float8 AS "clockOffsetMs"
FROM host`;

/** Reads hosts. */
@Injectable()
export class HostRepository {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  async all(): Promise<HostRow[]> {
    return (await this.database.query<HostRow>(`${SELECT} ORDER BY name, host_id`)).rows;
  }

  async byUuid(id: string): Promise<HostRow | null> {
    return (await this.database.query<HostRow>(`${SELECT} WHERE id::text = $1`, [id])).rows[0] ?? null;
  }

  async byIds(hostIds: readonly number[]): Promise<HostRow[]> {
    return (await this.database.query<HostRow>(`${SELECT} WHERE host_id = ANY ($1::int[])`, [hostIds])).rows;
  }
}
