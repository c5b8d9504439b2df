import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Caller } from '../../../access/caller.js';
import { Jobs } from '../../../jobs/jobs.js';
import type { SavedReport } from '../../../report/run/read-saved.js';
import { SavedReports } from '../../../report/run/saved-reports.js';
import { badUserInput } from '../errors.js';
import { asJob } from './as-job.js';
import { asSavedReport, formOf } from './as-saved-report.js';
import { JobResult } from './job.type.js';
import { SavedReportInput, SavedReportResult, SavedReportType } from './saved-report.type.js';

const ID_OF_REPORT = { type: () => ID, description: 'Id of the saved report.' } as const;

@Resolver()
export class SavedReportResolver {
  constructor(
    private readonly saved: SavedReports,
    private readonly jobs: Jobs,
  ) {}

  @Query(() => [SavedReportType], {
    description:
      'Saved reports, by name: operators who see all hosts and admins see all of them, others those that they saved.',
  })
  async reports(@Context('caller') caller: Caller): Promise<SavedReportType[]> {
    return this.answers(caller, await this.saved.list(caller));
  }

  @Query(() => SavedReportType, { nullable: true, description: 'One of them; null where there is none that you see.' })
  async savedReport(
    @Args('id', ID_OF_REPORT) id: string,
    @Context('caller') caller: Caller,
  ): Promise<SavedReportType | null> {
    const report = await this.saved.byId(caller, id);
    return report ? ((await this.answers(caller, [report]))[0] ?? null) : null;
  }

  @Mutation(() => SavedReportResult, {
    description: 'Saves a report: a new one, or that of the id. It is made as whoever saved it last sees hosts.',
  })
  async saveReport(
    @Args('id', { type: () => ID, nullable: true, description: 'Of the report that is changed.' }) id: string | null,
    @Args('input', { description: 'The report.' }) input: SavedReportInput,
    @Context('caller') caller: Caller,
  ): Promise<SavedReportResult> {
    const saved = await this.saved.save(caller, id ?? null, formOf(input));
    if (!saved.ok) return { report: null, refusals: saved.refusals };
    return { report: await this.savedReport(saved.id, caller), refusals: [] };
  }

  @Mutation(() => ID, { description: 'Deletes a saved report; what was made of it stays. Answers its id.' })
  async deleteReport(@Args('id', ID_OF_REPORT) id: string, @Context('caller') caller: Caller): Promise<string> {
    if (!(await this.saved.remove(caller, id)))
      throw badUserInput({ field: 'id', reason: 'is that of no saved report' });
    return id;
  }

  @Mutation(() => JobResult, {
    description: 'Has a saved report made now and sent by its channels, whether its schedule is kept or not.',
  })
  async runReport(@Args('id', ID_OF_REPORT) id: string, @Context('caller') caller: Caller): Promise<JobResult> {
    const started = await this.saved.run(caller, id);
    if (!started.ok) return { job: null, refusals: started.refusals };
    const job = await this.jobs.byId(caller, started.id);
    return { job: job && asJob(job), refusals: [] };
  }

  private async answers(caller: Caller, reports: readonly SavedReport[]): Promise<SavedReportType[]> {
    const newest = await this.jobs.newestOf(
      caller,
      reports.map(({ id }) => id),
    );
    return reports.map((report) => asSavedReport(report, newest.get(report.id)));
  }
}
