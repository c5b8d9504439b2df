import { type Decoded, isUuid } from '@weir/model';
import type { Pool } from 'pg';
import type { Caller } from '../access/caller.js';
import { type Filtered, type Listed, listed, type Listing, type PageRequest } from '../query/page/listing.js';
import { byName, byTime } from '../query/page/sort-key.js';
import { Statement } from '../query/sql.js';
import type { JobKind, JobState } from '../store/jobs/job-row.js';
import { seenBy } from './seen.js';

/** A job as it is shown. */
export interface ListedJob {
  readonly id: string;
  readonly kind: JobKind;
  readonly title: string;
  readonly state: JobState;
  /** From 0 to 1; null = nobody can say. */
  readonly progress: number | null;
  readonly step: string | null;
  readonly madeAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly madeBy: string;
  readonly tries: number;
  readonly nextTryAt: Date | null;
  readonly failedField: string | null;
  readonly failedReason: string | null;
  readonly reportId: string | null;
  readonly dueAt: Date | null;
  readonly filesGoneAt: Date | null;
}

/** Which jobs are asked for, by whom; null = all that they see. */
export interface JobsAsked extends Filtered {
  readonly caller: Caller;
  readonly ids: readonly string[] | null;
  readonly kind: JobKind | null;
  readonly state: JobState | null;
  readonly reportId: string | null;
}

const LISTING: Listing<ListedJob, 'made', JobsAsked> = {
  name: 'jobs',
  columns: {
    ...{ id: 'job.id', kind: 'job.kind', title: 'job.title', state: 'job.state', progress: 'job.progress' },
    ...{ step: 'job.step', madeAt: 'job.made_at', startedAt: 'job.started_at', finishedAt: 'job.finished_at' },
    ...{ madeBy: 'job.made_by', tries: 'job.tries' },
    nextTryAt: `CASE WHEN job.state = 'queued' AND job.tries > 0 THEN job.next_try_at END`,
    ...{ failedField: 'job.failed_field', failedReason: 'job.failed_reason', reportId: 'job.report_id' },
    ...{ dueAt: 'job.due_at', filesGoneAt: 'job.files_gone_at' },
  },
  source: (statement, { caller, ids, kind, state, reportId }) => ({
    from: 'job',
    conditions: [
      seenBy(caller, statement, 'report_id IS NOT NULL'),
      ...(ids === null ? [] : [`job.id = ANY (${statement.place(ids, 'uuid[]')})`]),
      ...(kind === null ? [] : [`job.kind = ${statement.place(kind, 'text')}`]),
      ...(state === null ? [] : [`job.state = ${statement.place(state, 'text')}`]),
      ...(reportId === null ? [] : [ofReport(reportId, statement)]),
    ],
  }),
  orders: { made: [byTime('job.made_at')] },
  ties: [byName('job.id::text')],
};

/** SQL: which jobs are of a saved report; none where its id is none. */
function ofReport(reportId: string, statement: Statement): string {
  return isUuid(reportId) ? `job.report_id = ${statement.place(reportId, 'uuid')}` : 'false';
}

/** The jobs that somebody sees, page by page. `database` holds those of all. */
export function jobsOf(database: Pool, asked: JobsAsked, page: PageRequest<'made'>): Decoded<Listed<ListedJob>> {
  return listed(database, LISTING, asked, page);
}

/** Ids of the newest job that somebody sees of each of these reports: found by an index, since a year of one is hundreds. */
export async function newestIds(database: Pool, caller: Caller, reportIds: readonly string[]): Promise<string[]> {
  const statement = new Statement();
  const sql = `
SELECT newest.id FROM unnest(${statement.place(reportIds, 'uuid[]')}) AS report (id) CROSS JOIN LATERAL (
  SELECT job.id FROM job WHERE job.report_id = report.id AND (${seenBy(caller, statement, 'true')})
  ORDER BY job.made_at DESC LIMIT 1) AS newest`;
  return (await database.query<{ id: string }>(sql, statement.values)).rows.map(({ id }) => id);
}
