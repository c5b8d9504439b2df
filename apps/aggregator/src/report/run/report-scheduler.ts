import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { describeRefusal } from '@weir/model';
import type { ClientBase, Pool } from 'pg';
import { Background } from '../../background/background.js';
import { Outage } from '../../background/outage.js';
import { pause } from '../../background/pause.js';
import { onTransaction } from '../../store/connection.js';
import { DATABASE } from '../../store/database.js';
import type { NewJob } from '../../store/jobs/job-row.js';
import { insertJob } from '../../store/jobs/queue.js';
import { type ReportRow, setNext, takeDueReport } from '../../store/jobs/reports.js';
import { StoreSetup } from '../../store/store-setup.js';
import { readSaved, type SavedReport } from './read-saved.js';
import type { ReportJobAsked } from './report-form.js';
import { newestMs, nextMs } from './schedule.js';

const LOOKS_EVERY_MS = 5_000;
/** At what cannot be made. */
const LOOKS_AGAIN_MS = 3_600_000;
const logger = new Logger('reports');

/** Puts saved reports into the queue when they are due: each process looks, and one of them finds it. */
@Injectable()
export class ReportScheduler extends Background {
  private readonly looking = new Outage('looking for reports that are due', logger);

  constructor(
    @Inject(DATABASE) private readonly pool: Pool,
    private readonly setup: StoreSetup,
  ) {
    super([setup]);
  }

  protected async main(stopped: AbortSignal): Promise<void> {
    if (!(await this.setup.ready())) return;
    while (!stopped.aborted) {
      const isAnother = await this.looking.trying(() => queueDue(this.pool, Date.now()));
      if (!isAnother) await pause(LOOKS_EVERY_MS, stopped);
    }
  }
}

/** Queues one report that is due, and says when it is due next; false where none is. */
export async function queueDue(pool: Pool, nowMs: number): Promise<boolean> {
  return onTransaction(pool, async (client) => {
    const report = await takeDueReport(client);
    if (report) await queueReport(client, report, nowMs);
    return report !== null;
  });
}

async function queueReport(client: ClientBase, report: ReportRow, nowMs: number): Promise<void> {
  const { job, atMs } = dueOf(report, nowMs);
  if (job) await insertJob(client, job);
  await setNext(client, report.id, atMs);
}

/**
 * The job that is due, and when the next one is. Of what was missed while nobody looked only the newest is made: it says what is asked
 * for now.
 */
function dueOf(report: ReportRow, nowMs: number): { readonly job: NewJob | null; readonly atMs: number | null } {
  const saved = readSaved(report);
  if (saved.faults.length > 0) {
    // It would be due for ever, before all others; a newer version, or whoever changes it, may mend it.
    logger.error(`the saved report "${report.name}" is not made: ${saved.faults.map(describeRefusal).join('; ')}`);
    return { job: null, atMs: nowMs + LOOKS_AGAIN_MS };
  }
  const { cron, timeZone } = saved.schedule;
  const times = cron === null ? null : { cron, timeZone };
  // The clock of the database, which found it due, may be ahead of this one.
  const untilMs = Math.max(nowMs, report.nextAt?.getTime() ?? 0);
  const dueMs = times && newestMs(times, untilMs);
  return { job: dueMs === null ? null : { ...jobOf(saved), dueMs }, atMs: times && nextMs(times, untilMs) };
}

/** The job that makes a saved report, as whoever saved it. */
export function jobOf(report: SavedReport): Omit<NewJob, 'dueMs'> {
  const { id: reportId, name, definition, schedule } = report;
  const { formats, channels, timeZone } = schedule;
  const asked: ReportJobAsked = {
    ...{ name, asked: { ...definition, timeZone: definition.timeZone ?? timeZone } },
    ...{ formats, channels },
  };
  return { id: randomUUID(), kind: 'report', title: name, asked, by: report, reportId };
}
