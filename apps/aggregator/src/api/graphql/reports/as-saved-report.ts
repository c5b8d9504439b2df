import type { Job } from '../../../jobs/jobs.js';
import type { SavedReport } from '../../../report/run/read-saved.js';
import type { SavedReportForm } from '../../../report/run/saved-reports.js';
import { asFilterJson } from '../alerts/filter-json.js';
import { asJob } from './as-job.js';
import { asReport } from './report.input.js';
import type { SavedReportInput, SavedReportType } from './saved-report.type.js';

/** A saved report as it is answered, with what came of it last. */
export function asSavedReport(report: SavedReport, lastJob: Job | undefined): SavedReportType {
  const { id, name, definition, schedule, isEnabled, madeBy, updatedAt, nextAt, faults } = report;
  const { fromMs, toMs, filter, ...rest } = definition;
  return {
    ...{ id, name, schedule, isEnabled, madeBy, updatedAt, faults },
    nextAt: isEnabled && faults.length === 0 ? nextAt : null,
    input: { ...rest, filter: filter && asFilterJson(filter), from: asDate(fromMs), to: asDate(toMs) },
    lastJob: lastJob ? asJob(lastJob) : null,
  };
}

/** What somebody filled in; a field given as null means its default. */
export function formOf({ name, input, schedule, isEnabled }: SavedReportInput): SavedReportForm {
  const { cron = null, timeZone, formats, channels } = schedule;
  const given = { cron, timeZone, formats: [...new Set(formats)], channels: [...new Set(channels ?? [])] };
  return { name, asked: asReport(input), schedule: given, isEnabled: isEnabled ?? true };
}

const asDate = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));
