import type { Maintenance, MaintenanceInput } from '../../api/operations/silences.js';
import { zoneName } from '../../format/zone.js';
import { ANY_ALERT, type MatcherForm, matcherFormOf, matcherInputOf } from './matcher-form.js';

export type Weekday = Maintenance['weekdays'][number];

/** On which days a window comes. */
export type Recurrence = 'daily' | 'weekly' | 'ofMonth' | 'dates';

/** A maintenance window as its form holds it. */
export interface MaintenanceForm {
  /** Empty = a new one. */
  readonly id: string;
  readonly name: string;
  readonly matcher: MatcherForm;
  readonly timeZone: string;
  readonly from: string;
  readonly to: string;
  readonly recurrence: Recurrence;
  readonly weekdays: readonly Weekday[];
  /** `1, 15`. */
  readonly daysOfMonth: string;
  readonly weekOfMonth: number;
}

export const RECURRENCES: readonly { readonly value: Recurrence; readonly label: string }[] = [
  { value: 'daily', label: 'Every day' },
  { value: 'weekly', label: 'On days of the week' },
  { value: 'ofMonth', label: 'Once a month, by weekday' },
  { value: 'dates', label: 'On days of the month' },
];
export const WEEKDAYS: readonly { readonly value: Weekday; readonly label: string }[] = [
  { value: 'MONDAY', label: 'Monday' },
  { value: 'TUESDAY', label: 'Tuesday' },
  { value: 'WEDNESDAY', label: 'Wednesday' },
  { value: 'THURSDAY', label: 'Thursday' },
  { value: 'FRIDAY', label: 'Friday' },
  { value: 'SATURDAY', label: 'Saturday' },
  { value: 'SUNDAY', label: 'Sunday' },
];
export const WEEKS = [
  { value: 1, label: 'first' },
  { value: 2, label: 'second' },
  { value: 3, label: 'third' },
  { value: 4, label: 'fourth' },
  { value: 5, label: 'fifth' },
  { value: -1, label: 'last' },
] as const;

/** A new window, by the clocks of whoever makes it. */
export function newMaintenance(): MaintenanceForm {
  return {
    ...{ id: '', name: '', matcher: ANY_ALERT, timeZone: zoneName(), from: '22:00', to: '23:00', recurrence: 'weekly' },
    ...{ weekdays: ['SUNDAY'], daysOfMonth: '', weekOfMonth: 1 },
  };
}

/** A window that is there, to be changed. */
export function maintenanceFormOf(window: Maintenance): MaintenanceForm {
  const { id, name, timeZone, from, to, weekdays, daysOfMonth, weekOfMonth } = window;
  return {
    ...{ id, name, timeZone, from, to, weekdays, weekOfMonth: weekOfMonth ?? 1 },
    matcher: matcherFormOf(window.matcher),
    daysOfMonth: daysOfMonth.join(', '),
    recurrence: recurrenceOf(window),
  };
}

/** A window as the API takes it: days that are not asked for are left out, whatever was chosen before. */
export function maintenanceInputOf(form: MaintenanceForm): MaintenanceInput {
  return {
    ...{ id: form.id || null, name: form.name.trim(), timeZone: form.timeZone.trim(), from: form.from, to: form.to },
    ...matcherInputOf(form.matcher),
    weekdays: form.recurrence === 'daily' ? [] : [...form.weekdays],
    daysOfMonth: form.recurrence === 'dates' ? daysOf(form.daysOfMonth) : [],
    weekOfMonth: form.recurrence === 'ofMonth' ? form.weekOfMonth : null,
  };
}

/** What must be chosen so that the form means what it says: without days, every day would be meant. */
export function missingOf(form: MaintenanceForm): { readonly field: string; readonly reason: string }[] {
  const days = daysOf(form.daysOfMonth);
  if (form.recurrence === 'dates' && (days.length === 0 || days.some(Number.isNaN)))
    return [{ field: 'daysOfMonth', reason: 'must be numbers of days with commas between, such as 1, 15' }];
  if (['weekly', 'ofMonth'].includes(form.recurrence) && form.weekdays.length === 0)
    return [{ field: 'weekdays', reason: 'must name at least one day' }];
  return [];
}

/** When it comes, in words: `Sundays 22:00 to 02:00 (Europe/Berlin)`. */
export function recurrenceWords(window: Maintenance): string {
  const { from, to, timeZone, weekdays, daysOfMonth, weekOfMonth } = window;
  const days = WEEKDAYS.filter(({ value }) => weekdays.includes(value)).map(({ label }) => label);
  const which = WEEKS.find(({ value }) => value === weekOfMonth)?.label;
  const when = which
    ? `The ${which} ${days.join(' and ')} of the month`
    : [
        days.map((day) => `${day}s`).join(', '),
        daysOfMonth.length > 0 ? `on the ${daysOfMonth.join(', ')} of the month` : '',
      ]
        .filter(Boolean)
        .join(', ') || 'Every day';
  const begins = when.charAt(0).toUpperCase() + when.slice(1);
  return `${begins}, ${from} to ${to}${to <= from ? ' of the next day' : ''} (${timeZone})`;
}

function recurrenceOf({ weekdays, daysOfMonth, weekOfMonth }: Maintenance): Recurrence {
  if (weekOfMonth !== null) return 'ofMonth';
  if (daysOfMonth.length > 0) return 'dates';
  return weekdays.length > 0 ? 'weekly' : 'daily';
}

/** NaN for what is no number. */
function daysOf(text: string): number[] {
  return text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(Number);
}
