import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type Decoded, isUuid, type Refusal } from '@weir/model';
import type { Pool } from 'pg';
import type { Caller } from '../access/caller.js';
import { type Delivery, DeliveryRepository } from '../query/alerts/deliveries.js';
import { type Listed, MOST_ROWS, type PageRequest } from '../query/page/listing.js';
import { DATABASE } from '../store/database.js';
import { type JobFile, piecesOf, readFiles } from '../store/jobs/files.js';
import type { NewJob } from '../store/jobs/job-row.js';
import { cancelJob, countWaiting, insertJob } from '../store/jobs/queue.js';
import { askedBy } from './asked-by.js';
import { type JobsAsked, jobsOf, type ListedJob, newestIds } from './job-list.js';

/** So many jobs of an account wait or are done at a time: nobody fills the queue for all others. */
export const MOST_WAITING = 20;

/** A job with what came of it. */
export interface Job extends ListedJob {
  readonly files: readonly JobFile[];
  readonly deliveries: readonly Delivery[];
}

export type StartedJob =
  { readonly ok: true; readonly id: string } | { readonly ok: false; readonly refusals: readonly Refusal[] };

const ALL = { filter: {}, ids: null, kind: null, state: null, reportId: null } as const;
const FIRST = { by: 'made', descending: true, first: 1, after: null } as const;

/** Starts what is done in the background, and tells how far it is. */
@Injectable()
export class Jobs {
  constructor(
    @Inject(DATABASE) private readonly database: Pool,
    private readonly deliveries: DeliveryRepository,
  ) {}

  /** What is wrong with starting another one, told at the field; null = nothing. */
  async refusalOfStart(caller: Caller, field: string): Promise<Refusal | null> {
    if (caller.kind === 'anonymous') return { field, reason: 'is done for who is signed in: sign in first' };
    if ((await countWaiting(this.database, caller.accountId)) < MOST_WAITING) return null;
    return { field, reason: `would be your job ${MOST_WAITING + 1} that waits: cancel one, or wait until one is done` };
  }

  /** Puts a job into the queue. */
  async start(caller: Caller, job: Pick<NewJob, 'kind' | 'title' | 'asked' | 'reportId'>): Promise<string> {
    const id = randomUUID();
    await insertJob(this.database, { ...job, id, by: askedBy(caller), dueMs: null });
    return id;
  }

  /** The jobs that somebody sees, the newest first, page by page. */
  list(
    asked: Partial<JobsAsked> & Pick<JobsAsked, 'caller'>,
    page: PageRequest<'made'>,
  ): Decoded<Pick<Listed<Job>, 'page' | 'count'>> {
    const list = jobsOf(this.database, { ...ALL, ...asked }, page);
    if (!list.ok) return list;
    const { value } = list;
    const read = async () => {
      const { rows, ...rest } = await value.page();
      return { ...rest, rows: await this.whole(rows) };
    };
    return { ok: true, value: { page: read, count: () => value.count() } };
  }

  /** One of them; null where there is none that they see. */
  async byId(caller: Caller, id: string): Promise<Job | null> {
    if (!isUuid(id)) return null;
    const list = this.list({ caller, ids: [id] }, FIRST);
    return list.ok ? ((await list.value.page()).rows[0] ?? null) : null;
  }

  /** The newest job that somebody sees of each of these reports. */
  async newestOf(caller: Caller, reportIds: readonly string[]): Promise<ReadonlyMap<string, Job>> {
    const ids = await newestIds(this.database, caller, reportIds);
    const list = this.list({ caller, ids }, { ...FIRST, first: MOST_ROWS });
    const rows = list.ok ? (await list.value.page()).rows : [];
    return new Map(rows.map((job) => [job.reportId ?? '', job]));
  }

  /** Ends a job that somebody sees; null where there is none of these. One that is over stays as it is. */
  async cancel(caller: Caller, id: string): Promise<Job | null> {
    const job = await this.byId(caller, id);
    if (!job) return null;
    await cancelJob(this.database, job.id);
    return this.byId(caller, id);
  }

  /** A file piece by piece, as it is taken. */
  read(file: JobFile): AsyncGenerator<Buffer | null> {
    return piecesOf(this.database, file);
  }

  private async whole(rows: readonly ListedJob[]): Promise<Job[]> {
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return [];
    const [files, told] = await Promise.all([readFiles(this.database, ids), this.deliveries.byIds(ids)]);
    return rows.map((row) => ({
      ...row,
      files: files.filter(({ jobId }) => jobId === row.id),
      deliveries: told.filter(({ id }) => id === row.id),
    }));
  }
}
