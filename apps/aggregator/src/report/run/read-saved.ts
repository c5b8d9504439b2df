import { REPORT_FORMATS, REPORT_KINDS, REPORT_SECTIONS, type Refusal } from '@weir/model';
import { Reader } from '../../alert/rule/reader.js';
import { readScope } from '../../alert/rule/read-scope.js';
import { CALENDAR_RANGES } from '../../calendar/calendar-range.js';
import { isTimeZone } from '../../calendar/zone.js';
import type { ReportRow } from '../../store/jobs/reports.js';
import type { ReportAsked } from '../content/report-asked.js';
import type { ReportSchedule } from './report-form.js';
import { NO_TIME_ZONE, refusalOfReading } from './schedule.js';

/** A report as it is saved, as far as this version reads it. */
export interface SavedReport extends ReportRow {
  readonly definition: ReportAsked;
  readonly schedule: ReportSchedule;
  /** Why it cannot be made: another version saved it, or its time zone is known no more. Empty where it can. */
  readonly faults: readonly Refusal[];
}

const MOST_CHARACTERS = 1_000;
const MOST_CHANNELS = 1_000;
/** What stands for what cannot be read at all. */
const UNREAD_ASKED: ReportAsked = {
  ...{ kind: 'fleet', host: null, name: null, filter: null, range: null, fromMs: null, toMs: null },
  ...{ compare: true, timeZone: null, sections: null },
};
const UNREAD_SCHEDULE: ReportSchedule = { cron: null, timeZone: 'UTC', formats: [], channels: [] };
const MOMENT = { least: -8.64e15, most: 8.64e15, unit: 'ms since 1970' };

/** Reads a report as it was saved. */
export function readSaved(row: ReportRow): SavedReport {
  const faults: Refusal[] = [];
  return {
    ...row,
    definition: readAsked(row.definition, faults),
    schedule: readSchedule(row.schedule, faults),
    faults,
  };
}

/** Reads which report it is; `faults` gets what is wrong, by the names of its fields. */
export function readAsked(given: unknown, faults: Refusal[]): ReportAsked {
  const fields = Reader.of(given, 'input', faults);
  if (!fields) return UNREAD_ASKED;
  const asked: ReportAsked = {
    kind: fields.oneOf('kind', REPORT_KINDS),
    host: fields.optionalText('host', MOST_CHARACTERS),
    name: fields.optionalText('name', MOST_CHARACTERS),
    filter: fields.has('filter') ? readScope(fields, 'filter', faults) : null,
    range: fields.has('range') ? fields.oneOf('range', CALENDAR_RANGES) : null,
    fromMs: fields.optionalNumber('fromMs', MOMENT),
    toMs: fields.optionalNumber('toMs', MOMENT),
    compare: fields.flag('compare', true),
    timeZone: fields.optionalText('timeZone', MOST_CHARACTERS),
    sections: fields.has('sections') ? fields.listOf('sections', REPORT_SECTIONS) : null,
  };
  fields.end();
  if (asked.timeZone !== null && !isTimeZone(asked.timeZone)) fields.refuse('timeZone', NO_TIME_ZONE.reason);
  return asked;
}

function readSchedule(given: unknown, faults: Refusal[]): ReportSchedule {
  const before = faults.length;
  const fields = Reader.of(given, 'schedule', faults);
  if (!fields) return UNREAD_SCHEDULE;
  const schedule: ReportSchedule = {
    cron: fields.optionalText('cron', MOST_CHARACTERS),
    timeZone: fields.text('timeZone', MOST_CHARACTERS),
    formats: fields.listOf('formats', REPORT_FORMATS),
    channels: fields.texts('channels', MOST_CHANNELS, MOST_CHARACTERS),
  };
  fields.end();
  const refusal = faults.length === before ? refusalOfReading(schedule) : null;
  if (refusal) faults.push(refusal);
  return schedule;
}
