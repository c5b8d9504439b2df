import type { SavedReport, SavedReportInput } from '../../api/operations/reports.js';
import { toLocalField } from '../../format/time.js';
import { zoneName } from '../../format/zone.js';
import { newReport, type ReportForm, reportInputOf } from './report-form.js';
import { cronOf, newSchedule, type Schedule, scheduleOf } from './schedule.js';

/** A saved report as its form holds it. */
export interface SavedForm {
  /** Null = a new one. */
  readonly id: string | null;
  readonly name: string;
  readonly report: ReportForm;
  /** As it was given by whoever made it over the API; the form keeps it. */
  readonly filter: SavedReport['input']['filter'];
  readonly schedule: Schedule;
  readonly timeZone: string;
  readonly formats: SavedReportInput['schedule']['formats'];
  readonly channels: readonly string[];
  readonly isEnabled: boolean;
  /** What keeps it from being made, by its fields. */
  readonly faults: SavedReport['faults'];
}

/** A PDF of the fleet on the first of each month, kept and sent to nobody. */
export function newSaved(): SavedForm {
  return {
    ...{ id: null, name: '', report: newReport(), filter: null, schedule: newSchedule(), timeZone: zoneName() },
    ...{ formats: ['PDF'], channels: [], isEnabled: true, faults: [] },
  };
}

/** One that is there, to be changed. */
export function savedFormOf({ id, name, input, schedule, isEnabled, faults }: SavedReport): SavedForm {
  const field = (at: string | null): string => (at === null ? '' : toLocalField(Date.parse(at)));
  const report: ReportForm = {
    ...{ kind: input.kind, host: input.host, hostName: input.host ?? '', name: input.name ?? '' },
    range: input.range ?? (input.from === null ? 'LAST_MONTH' : 'BETWEEN'),
    ...{ from: field(input.from), to: field(input.to), compare: input.compare },
    ...{ timeZone: input.timeZone ?? 'UTC', sections: input.sections ?? [] },
  };
  return {
    ...{ id, name, report, filter: input.filter, schedule: scheduleOf(schedule.cron), timeZone: schedule.timeZone },
    ...{ formats: schedule.formats, channels: schedule.channels, isEnabled, faults },
  };
}

/** A saved report as the API takes it. */
export function savedInputOf(form: SavedForm): SavedReportInput {
  return {
    name: form.name.trim(),
    input: { ...reportInputOf(form.report), filter: form.filter as SavedReportInput['input']['filter'] },
    schedule: {
      ...{ cron: cronOf(form.schedule), timeZone: form.timeZone.trim() },
      ...{ formats: [...form.formats], channels: [...form.channels] },
    },
    isEnabled: form.isEnabled,
  };
}
