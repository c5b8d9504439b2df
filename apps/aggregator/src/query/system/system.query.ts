import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DATABASE } from '../../store/database.js';
import { FRESH_MS } from '../now/states.js';

/** An agent, by what its host told last. */
export interface AgentTold {
  readonly id: string;
  readonly name: string;
  /** Null until its first inventory, as all that it tells of itself. */
  readonly version: string | null;
  readonly intervalMs: number | null;
  readonly docker: string | null;
  readonly kubernetes: string | null;
  /** End of the newest stored interval. */
  readonly storedMs: number;
  /** Null where it never told. */
  readonly clockOffsetMs: number | null;
  /** Collectors that failed in its newest state; null where it told none lately. */
  readonly failing: readonly string[] | null;
}

/** A process of the aggregator, by what it said last. */
export interface ProcessTold {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  readonly roles: readonly string[];
  readonly startedAt: Date;
  readonly seenAt: Date;
  /** How long ago that was, by the clock of the database. */
  readonly silentMs: number;
  readonly memoryBytes: number;
  readonly isNatsUp: boolean;
  /** Null where it does not analyse. */
  readonly partitions: readonly number[] | null;
  readonly rowsPerSecond: number | null;
  readonly lagSeconds: number | null;
  /** Null where it does not ingest. */
  readonly refused: number | null;
  readonly streamFault: string | null;
}

/** How the owner of a partition said that it keeps up. */
export interface PartitionTold {
  readonly partition: number;
  readonly at: Date;
  readonly lagMs: number;
  readonly series: number;
  readonly thinned: number;
}

/** A message that was refused; what it said is for who may read the database. */
export interface RefusedTold {
  readonly at: Date;
  readonly reason: string;
  /** Who sent it, by its subject; null where that names no host which is known. */
  readonly hostId: string | null;
  readonly hostName: string | null;
}

/** Why messages were refused, and how many of those that are kept. */
export interface RefusedReason {
  readonly reason: string;
  readonly count: number;
  readonly newestAt: Date;
}

/** Long work: exports and reports. */
export interface JobsTold {
  readonly queued: number;
  readonly running: number;
  /** Within the last day. */
  readonly failed: number;
  /** For how long the one waits that waits longest and could be begun; null where none does. */
  readonly waitingMs: number | null;
}

/** What is billed. */
export interface QuotasTold {
  readonly total: number;
  /** Those of which something was not counted for a quarter of an hour, the longest first. */
  readonly behind: readonly QuotaBehind[];
}

/** A quota of which something is not counted. */
export interface QuotaBehind {
  readonly name: string;
  /** Not once since it was set, nothing any more, or not the whole of a day that is over. */
  readonly lacks: 'all' | 'now' | 'day';
  /** For how long; of a day, since that ended. */
  readonly forMs: number;
}

/** What the store knows of weir itself. */
export interface SystemTold {
  readonly agents: readonly AgentTold[];
  readonly processes: readonly ProcessTold[];
  readonly partitions: readonly PartitionTold[];
  readonly refused: RefusedMessages;
  readonly jobs: JobsTold;
  readonly quotas: QuotasTold;
}

export interface RefusedMessages {
  /** In the table, which keeps the newest 1,000. */
  readonly kept: number;
  readonly lastHour: number;
  readonly reasons: readonly RefusedReason[];
  readonly newest: readonly RefusedTold[];
}

const MOST_REFUSED = 20;

const AGENTS = `
SELECT id::text, name, agent ->> 'version' AS version, (agent ->> 'intervalMs')::float8 AS "intervalMs",
  agent ->> 'docker' AS docker, agent ->> 'kubernetes' AS kubernetes,
  (extract(epoch FROM last_seen) * 1000)::float8 AS "storedMs", clock_offset_ms::float8 AS "clockOffsetMs", state.failing
FROM host LEFT JOIN LATERAL (
  SELECT failing FROM host_state WHERE host_state.host_id = host.host_id AND time >= to_timestamp($1::float8 / 1000)
  ORDER BY time DESC LIMIT 1) AS state ON true
ORDER BY name, host_id`;
const PROCESSES = `
SELECT id::text, host, pid, version, roles, started_at AS "startedAt", seen_at AS "seenAt",
  (extract(epoch FROM now() - seen_at) * 1000)::float8 AS "silentMs", memory_bytes::float8 AS "memoryBytes",
  nats_up AS "isNatsUp", partitions, rows_per_second AS "rowsPerSecond", lag_seconds AS "lagSeconds",
  refused::float8 AS refused, stream_fault AS "streamFault"
FROM process ORDER BY host, started_at, id`;
const PARTITIONS = `
SELECT partition, at, lag_ms AS "lagMs", series, thinned FROM analysis ORDER BY partition`;
const REASONS = `
SELECT reason, count(*)::int AS count, max(at) AS "newestAt" FROM refused GROUP BY reason
ORDER BY max(at) DESC, reason LIMIT ${MOST_REFUSED}`;
const NEWEST = `
SELECT newest.at, newest.reason, host.id::text AS "hostId", host.name AS "hostName"
FROM (SELECT * FROM refused ORDER BY refused_id DESC LIMIT ${MOST_REFUSED}) AS newest
LEFT JOIN host ON host.id::text = split_part(newest.subject, '.', 4) ORDER BY refused_id DESC`;
const KEPT = `
SELECT count(*)::int AS kept, (count(*) FILTER (WHERE at > now() - interval '1 hour'))::int AS "lastHour" FROM refused`;
const JOBS = `
SELECT (count(*) FILTER (WHERE state = 'queued'))::int AS queued, (count(*) FILTER (WHERE state = 'running'))::int AS running,
  (count(*) FILTER (WHERE state = 'failed'))::int AS failed,
  (extract(epoch FROM now() - min(next_try_at)
    FILTER (WHERE state = 'queued' AND next_try_at <= now())) * 1000)::float8 AS "waitingMs"
FROM job WHERE state IN ('queued', 'running') OR finished_at > now() - interval '1 day'`;
// A new one, and one that was changed, has as long for its first day. A day that is over is counted once more, to its end; one that could
// not be is there in part, or between two others not at all. What is older than a week was told for a week.
const BEHIND = `
SELECT name, lacks, (extract(epoch FROM now() - since) * 1000)::float8 AS "forMs"
FROM quota LEFT JOIN LATERAL (
  SELECT counted_at FROM quota_day WHERE quota_id = quota.id ORDER BY from_at DESC LIMIT 1) AS newest ON true
LEFT JOIN LATERAL (
  SELECT min(CASE WHEN counted_until < until_at THEN until_at ELSE next_at END) AS ended_at
  FROM (SELECT *, lead(from_at) OVER (ORDER BY from_at) AS next_at FROM quota_day
    WHERE quota_id = quota.id AND from_at > now() - interval '8 days') AS day
  WHERE (counted_until < until_at AND until_at < now()) OR next_at > until_at) AS old ON true
CROSS JOIN LATERAL (SELECT CASE WHEN counted_at IS NULL THEN 'all'
  WHEN greatest(updated_at, counted_at) < now() - interval '15 min' THEN 'now' ELSE 'day' END AS lacks) AS found
CROSS JOIN LATERAL (SELECT CASE lacks WHEN 'day' THEN ended_at ELSE greatest(updated_at, counted_at) END AS since) AS last
WHERE since IS NOT NULL AND greatest(updated_at, since) < now() - interval '15 min'
ORDER BY since, name`;

/** Reads what the store knows of weir itself: its agents, its processes, and what they refused. */
@Injectable()
export class SystemQuery {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  async read(): Promise<SystemTold> {
    const agents = await this.rows<AgentTold>(AGENTS, [Date.now() - FRESH_MS]);
    const [jobs] = await this.rows<JobsTold>(JOBS);
    const [quotas] = await this.rows<Pick<QuotasTold, 'total'>>('SELECT count(*)::int AS total FROM quota');
    const [kept] = await this.rows<Pick<RefusedMessages, 'kept' | 'lastHour'>>(KEPT);
    return {
      agents,
      processes: await this.rows<ProcessTold>(PROCESSES),
      partitions: await this.rows<PartitionTold>(PARTITIONS),
      refused: {
        ...(kept ?? { kept: 0, lastHour: 0 }),
        reasons: await this.rows<RefusedReason>(REASONS),
        newest: await this.rows<RefusedTold>(NEWEST),
      },
      jobs: jobs ?? { queued: 0, running: 0, failed: 0, waitingMs: null },
      quotas: { total: quotas?.total ?? 0, behind: await this.rows<QuotaBehind>(BEHIND) },
    };
  }

  private async rows<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.database.query<Row>(sql, [...values])).rows;
  }
}
