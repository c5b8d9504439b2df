import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Refusal, ReportFormat as FormatName } from '@weir/model';
import type { Caller } from '../../../access/caller.js';
import { Jobs, type StartedJob } from '../../../jobs/jobs.js';
import { requestAt } from '../../../report/content/report-asked.js';
import { Reports } from '../../../report/content/reports.js';
import type { ReportJobAsked } from '../../../report/run/report-form.js';
import type { JobKind, JobState } from '../../../store/jobs/job-row.js';
import { ExportJobs } from '../../export/export-jobs.js';
import { accepted } from '../errors.js';
import { AFTER, FIRST, pageOf } from '../page-args.js';
import { type Connection, connectionOf } from '../types/page.type.js';
import { asJob } from './as-job.js';
import { JobKindEnum, JobStateEnum } from './job.enums.js';
import { JobConnection, JobResult, JobType } from './job.type.js';
import { ReportFormat } from './report.enums.js';
import { asReport, ReportInput } from './report.input.js';

const NEWEST_FIRST = { by: 'made', direction: 'descending' } as const;
const ID_OF_JOB = { type: () => ID, description: 'Id of the job.' } as const;

@Resolver()
export class JobResolver {
  constructor(
    private readonly jobs: Jobs,
    private readonly exports: ExportJobs,
    private readonly reports: Reports,
  ) {}

  @Query(() => JobConnection, {
    name: 'jobs',
    description:
      'Jobs of yours, the newest first; of operators, those of saved reports too; of admins, all. A token sees its own.',
  })
  list(
    @Args('first', FIRST) first: number | null,
    @Args('after', AFTER) after: string | null,
    @Args('kind', { type: () => JobKindEnum, nullable: true, description: 'Only of this kind.' }) kind: JobKind | null,
    @Args('state', { type: () => JobStateEnum, nullable: true, description: 'Only those that are so far.' })
    state: JobState | null,
    @Args('reportId', { type: () => ID, nullable: true, description: 'Only those of this saved report.' })
    reportId: string | null,
    @Context('caller') caller: Caller,
  ): Connection<JobType> {
    const asked = { caller, kind: kind ?? null, state: state ?? null, reportId: reportId ?? null };
    const list = accepted(this.jobs.list(asked, pageOf(NEWEST_FIRST, 'made', first, after)));
    const page = async () => {
      const { rows, ...rest } = await list.page();
      return { ...rest, rows: rows.map(asJob) };
    };
    return connectionOf({ page, count: () => list.count() });
  }

  @Query(() => JobType, { nullable: true, description: 'One job; null where there is none that you see.' })
  async job(@Args('id', ID_OF_JOB) id: string, @Context('caller') caller: Caller): Promise<JobType | null> {
    const job = await this.jobs.byId(caller, id);
    return job && asJob(job);
  }

  @Mutation(() => JobResult, {
    description: 'Has a report made in the background, in one format or several. Its files are kept for 30 days.',
  })
  async startReport(
    @Args('input', { type: () => ReportInput, description: 'Which report, of which range.' }) input: ReportInput,
    @Args('formats', { type: () => [ReportFormat], description: 'What it is written as.' }) formats: FormatName[],
    @Context('caller') caller: Caller,
  ): Promise<JobResult> {
    const asked = asReport(input);
    const request = requestAt(asked, Date.now());
    const title = request.ok ? await this.reports.titleOf(request.value) : request;
    if (!title.ok) return refused(title.refusal);
    if (formats.length === 0) return refused({ field: 'formats', reason: 'must name at least one' });
    const refusal = await this.jobs.refusalOfStart(caller, 'kind');
    if (refusal) return refused(refusal);
    const form: ReportJobAsked = { name: null, asked, formats: [...new Set(formats)], channels: [] };
    const id = await this.jobs.start(caller, {
      kind: 'report',
      title: jobTitle(asked, title.value),
      asked: form,
      reportId: null,
    });
    return this.started(caller, { ok: true, id });
  }

  @Mutation(() => JobResult, {
    description:
      'Has an export made in the background: the file that a route such as `/api/v1/export/hosts.csv?host=web` would send.',
  })
  async startExport(
    @Args('path', { type: () => String, description: 'Path and query of the route.' }) path: string,
    @Context('caller') caller: Caller,
  ): Promise<JobResult> {
    return this.started(caller, await this.exports.start(caller, path));
  }

  @Mutation(() => JobResult, {
    description: 'Ends a job, within two seconds where it is being done. One that is over stays as it is.',
  })
  async cancelJob(@Args('id', ID_OF_JOB) id: string, @Context('caller') caller: Caller): Promise<JobResult> {
    const job = await this.jobs.cancel(caller, id);
    return job ? { job: asJob(job), refusals: [] } : refused({ field: 'id', reason: 'is that of no job' });
  }

  private async started(caller: Caller, started: StartedJob): Promise<JobResult> {
    if (!started.ok) return { job: null, refusals: started.refusals };
    const job = await this.jobs.byId(caller, started.id);
    return { job: job && asJob(job), refusals: [] };
  }
}

const refused = (refusal: Refusal): JobResult => ({ job: null, refusals: [refusal] });

/** One of sections of somebody’s choice is called a report itself. */
const jobTitle = ({ kind }: Pick<ReportJobAsked['asked'], 'kind'>, title: string): string =>
  kind === 'custom' ? title : `Report: ${title}`;
