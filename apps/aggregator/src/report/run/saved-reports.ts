import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { isUuid, type Refusal, refusalOfName } from '@weir/model';
import type { Pool } from 'pg';
import type { Caller } from '../../access/caller.js';
import { askedBy } from '../../jobs/asked-by.js';
import { Jobs } from '../../jobs/jobs.js';
import { seenBy } from '../../jobs/seen.js';
import { Statement } from '../../query/sql.js';
import { DATABASE } from '../../store/database.js';
import { insertAlone } from '../../store/jobs/queue.js';
import { countReports, deleteReport, REPORT_COLUMNS, type ReportRow, saveReport } from '../../store/jobs/reports.js';
import { type ReportAsked, requestAt } from '../content/report-asked.js';
import { Reports } from '../content/reports.js';
import type { ReportSchedule } from './report-form.js';
import { readAsked, readSaved, type SavedReport } from './read-saved.js';
import { jobOf } from './report-scheduler.js';
import { nextMs } from './schedule.js';
import { refusalsOfSchedule } from './schedule-form.js';

const MOST_REPORTS = 500;
/** Nobody takes the room of all others. */
const MOST_OF_ONE = 100;

/** What somebody fills in. */
export interface SavedReportForm {
  readonly name: string;
  readonly asked: ReportAsked;
  readonly schedule: ReportSchedule;
  readonly isEnabled: boolean;
}

/** What came of it: the id of what was saved or started, or what is wrong with the form. */
export type Saved =
  { readonly ok: true; readonly id: string } | { readonly ok: false; readonly refusals: readonly Refusal[] };

/** Keeps the reports that people save. */
@Injectable()
export class SavedReports {
  constructor(
    @Inject(DATABASE) private readonly pool: Pool,
    private readonly reports: Reports,
    private readonly jobs: Jobs,
  ) {}

  /** Those that somebody sees, by name. */
  list(caller: Caller): Promise<SavedReport[]> {
    return this.read(caller, null);
  }

  /** One of them; null where there is none that they see. */
  async byId(caller: Caller, id: string): Promise<SavedReport | null> {
    return isUuid(id) ? ((await this.read(caller, id))[0] ?? null) : null;
  }

  /** Saves a report: a new one (`id` is null), or that of the id. From then on it is of who saved it, and made as they see hosts. */
  async save(caller: Caller, id: string | null, form: SavedReportForm): Promise<Saved> {
    if (id !== null && !(await this.byId(caller, id))) return refused(NO_REPORT);
    const refusals = await this.refusalsOf(caller, form);
    if (refusals.length > 0) return { ok: false, refusals };
    const tooMany = id === null ? await this.refusalOfAnother(caller) : null;
    if (tooMany) return refused(tooMany);
    const { name, asked: definition, schedule, isEnabled } = form;
    const { cron, timeZone } = schedule;
    const next = cron === null ? null : nextMs({ cron, timeZone }, Date.now());
    const saved = { id: id ?? randomUUID(), name, definition, schedule, isEnabled, by: askedBy(caller), nextMs: next };
    return (await saveReport(this.pool, saved)) ? { ok: true, id: saved.id } : refused(NAME_TAKEN);
  }

  /** Deletes a report; false where there is none that they see. */
  async remove(caller: Caller, id: string): Promise<boolean> {
    return (await this.byId(caller, id)) !== null && deleteReport(this.pool, id);
  }

  /** Has a report made now, as its schedule would, whether it is switched on or not; answers the job. One at a time, whoever asks. */
  async run(caller: Caller, id: string): Promise<Saved> {
    const report = await this.byId(caller, id);
    if (!report) return refused(NO_REPORT);
    if (report.faults.length > 0) return { ok: false, refusals: report.faults };
    const refusal = await this.jobs.refusalOfStart(caller, 'id');
    if (refusal) return refused(refusal);
    const job = { ...jobOf(report), dueMs: null };
    return (await insertAlone(this.pool, job)) ? { ok: true, id: job.id } : refused(UNDER_WAY);
  }

  private async refusalOfAnother({ accountId }: Caller): Promise<Refusal | null> {
    const { all, own } = await countReports(this.pool, accountId);
    if (own >= MOST_OF_ONE) return { field: 'name', reason: `would be your report ${MOST_OF_ONE + 1}: delete some` };
    return all < MOST_REPORTS ? null : { field: 'name', reason: `would be report ${MOST_REPORTS + 1}: delete some` };
  }

  private async refusalsOf(caller: Caller, { name, asked, schedule }: SavedReportForm): Promise<Refusal[]> {
    const request = requestAt({ ...asked, timeZone: asked.timeZone ?? schedule.timeZone }, Date.now());
    const ofRequest = request.ok ? await this.reports.refusalOf(request.value) : request.refusal;
    const unreadable: Refusal[] = [];
    readAsked(asked, unreadable);
    return [
      refusalOfName('name', name),
      ...(ofRequest ? [{ ...ofRequest, field: `input.${ofRequest.field}` }] : unreadable),
      schedule.cron !== null && asked.fromMs !== null && asked.toMs !== null ? FIXED_RANGE : null,
      ...(await refusalsOfSchedule(this.pool, schedule, caller)),
    ].filter((refusal) => refusal !== null);
  }

  private async read(caller: Caller, id: string | null): Promise<SavedReport[]> {
    const statement = new Statement();
    const ofId = id === null ? 'true' : `id = ${statement.place(id, 'uuid')}`;
    const sql = `SELECT ${REPORT_COLUMNS} FROM report WHERE (${seenBy(caller, statement, 'true')}) AND ${ofId} ORDER BY lower(name), id`;
    return (await this.pool.query<ReportRow>(sql, statement.values)).rows.map(readSaved);
  }
}

/** Of who sees the same hosts; of others nothing is told. */
const NAME_TAKEN: Refusal = { field: 'name', reason: 'is that of another saved report: take another one' };
const NO_REPORT: Refusal = { field: 'id', reason: 'is that of no saved report' };
/** It would tell of the same weeks for ever. */
const FIXED_RANGE: Refusal = {
  field: 'input.from',
  reason:
    'and to are the same each time that it is made: choose a range of the calendar, such as lastMonth, or leave cron out',
};
const UNDER_WAY: Refusal = {
  field: 'id',
  reason: 'is that of a report that waits or is being made already: wait until it is done, or cancel its job',
};

function refused(refusal: Refusal): Saved {
  return { ok: false, refusals: [refusal] };
}
