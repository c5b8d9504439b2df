import type { PercentileInput } from '../../api/operations/volume.js';
import type { FieldRefusal } from '../../components/form/refusals.js';
import { type Clocks, clocksOf, isZone, zoneName } from '../../format/zone.js';
import { type SubjectForm, subjectInputOf, WHOLE_FLEET } from './subject-form.js';

const MONTH_DAYS = 30;
const DAY_MS = 86_400_000;

export const RANGES = [
  { value: 'THIS_MONTH', label: 'This month' },
  { value: 'LAST_MONTH', label: 'Last month' },
  { value: 'LAST_30_DAYS', label: 'Last 30 days' },
  { value: 'DAYS', label: 'From … to …' },
] as const;
export const MISSING = [
  { value: 'SKIP', label: 'Not at all' },
  { value: 'ZERO', label: 'As zero' },
] as const;
export const WAYS = [
  { value: 'MAX', label: 'Busier way' },
  { value: 'IN', label: 'In' },
  { value: 'OUT', label: 'Out' },
] as const;

type Price = NonNullable<PercentileInput['price']>;
export type WeeklyWindow = NonNullable<PercentileInput['excludeWeekly']>[number];

/** What a percentile is asked of, as its form holds it. */
export interface PercentileForm {
  readonly subject: SubjectForm;
  readonly range: (typeof RANGES)[number]['value'];
  /** First and last day of `DAYS`, as fields hold them: `2026-11-21`. */
  readonly from: string;
  readonly to: string;
  /** Days and weekly times go by its clocks. */
  readonly timeZone: string;
  readonly missing: (typeof MISSING)[number]['value'];
  readonly windows: readonly WeeklyWindow[];
  /** Null = nothing is reckoned. */
  readonly pricePerMegabit: number | null;
  readonly way: (typeof WAYS)[number]['value'];
  readonly commitMegabits: number | null;
  readonly commitPrice: number | null;
  readonly currency: string;
}

/** Nights are what is left out most. */
export const NEW_WINDOW: WeeklyWindow = { weekdays: [], from: '22:00', to: '06:00' };

/** What is asked first: this month of the whole fleet, by one's own clocks. */
export function newPercentile(): PercentileForm {
  return {
    ...{ subject: WHOLE_FLEET, range: 'THIS_MONTH', from: '', to: '', timeZone: zoneName() },
    ...{ missing: 'SKIP', windows: [] },
    ...{ pricePerMegabit: null, way: 'MAX', commitMegabits: null, commitPrice: null, currency: '' },
  };
}

/** What is missing before anybody can be asked. */
export function refusalsOf({ subject, range, from, to, timeZone }: PercentileForm): FieldRefusal[] {
  const { kind, host, name } = subjectInputOf(subject);
  const found: FieldRefusal[] = [];
  const refuse = (field: string, reason: string): void => void found.push({ field, reason });
  if (kind !== 'FLEET' && kind !== 'HOST' && !name) refuse('subject.name', 'must be that of one');
  if ((kind === 'HOST' || kind === 'UPLINK') && !host) refuse('subject.host', 'must be that of one');
  if (!isZone(timeZone.trim())) refuse('timeZone', 'must be a time zone, such as Europe/Berlin');
  if (range !== 'DAYS') return found;
  if (Number.isNaN(Date.parse(from))) refuse('from', 'must be a day');
  if (Number.isNaN(Date.parse(to))) refuse('to', 'must be a day');
  if (from && to && to < from) refuse('to', 'must not be before From');
  return found;
}

/** The question as the API takes it. */
export function percentileInputOf(form: PercentileForm, nowMs: number): PercentileInput {
  const timeZone = form.timeZone.trim();
  const { fromMs, toMs } = rangeOf(form, clocksOf(timeZone), nowMs);
  return {
    subject: subjectInputOf(form.subject),
    ...{ from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString(), timeZone },
    ...{ missing: form.missing, excludeWeekly: form.windows.map((window) => ({ ...window })) },
    price: priceOf(form),
  };
}

function rangeOf(
  { range, from, to }: PercentileForm,
  { wallOf, momentOf }: Clocks,
  nowMs: number,
): { readonly fromMs: number; readonly toMs: number } {
  if (range === 'LAST_30_DAYS') return { fromMs: nowMs - MONTH_DAYS * DAY_MS, toMs: nowMs };
  // A field of days is read as if it were by UTC: that is what the clocks show when the day begins.
  if (range === 'DAYS') return { fromMs: momentOf(Date.parse(from)), toMs: momentOf(Date.parse(to) + DAY_MS) };
  const wall = wallOf(nowMs);
  const month = wall.getUTCMonth() - (range === 'LAST_MONTH' ? 1 : 0);
  const beginOf = (index: number): number => momentOf(Date.UTC(wall.getUTCFullYear(), index, 1));
  return { fromMs: beginOf(month), toMs: beginOf(month + 1) };
}

function priceOf({ pricePerMegabit, way, commitMegabits, commitPrice, currency }: PercentileForm): Price | null {
  if (pricePerMegabit === null) return null;
  return {
    ...{ way, pricePerMegabitPerSecond: pricePerMegabit, currency: currency.trim().toUpperCase() },
    ...{ commitMegabitsPerSecond: commitMegabits ?? 0, commitPrice: commitPrice ?? 0 },
  };
}
