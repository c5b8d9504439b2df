import type { PercentileInput } from '../../api/operations/volume.js';
import { momentOf, wallOf, zoneName } from '../../format/zone.js';
import { type SubjectForm, subjectInputOf, WHOLE_FLEET } from './subject-form.js';

const MONTH_DAYS = 30;
const DAY_MS = 86_400_000;

export const RANGES = [
  { value: 'thisMonth', label: 'This month' },
  { value: 'lastMonth', label: 'Last month' },
  { value: 'last30Days', label: 'Last 30 days' },
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
  readonly missing: (typeof MISSING)[number]['value'];
  readonly windows: readonly WeeklyWindow[];
  /** Null = nothing is reckoned. */
  readonly pricePerMegabit: number | null;
  readonly way: (typeof WAYS)[number]['value'];
  readonly commitMegabits: number | null;
  readonly commitPrice: number | null;
  readonly currency: string;
}

export const NEW_PERCENTILE: PercentileForm = {
  ...{ subject: WHOLE_FLEET, range: 'thisMonth', missing: 'SKIP', windows: [] },
  ...{ pricePerMegabit: null, way: 'MAX', commitMegabits: null, commitPrice: null, currency: '' },
};
/** Nights are what is left out most. */
export const NEW_WINDOW: WeeklyWindow = { weekdays: [], from: '22:00', to: '06:00' };

/** The question as the API takes it; months and weekly times go by the clocks that are chosen. */
export function percentileInputOf(form: PercentileForm, nowMs: number): PercentileInput {
  const { fromMs, toMs } = rangeOf(form.range, nowMs);
  return {
    subject: subjectInputOf(form.subject),
    ...{ from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString(), timeZone: zoneName() },
    ...{ missing: form.missing, excludeWeekly: form.windows.map((window) => ({ ...window })) },
    price: priceOf(form),
  };
}

function rangeOf(range: PercentileForm['range'], nowMs: number): { readonly fromMs: number; readonly toMs: number } {
  if (range === 'last30Days') return { fromMs: nowMs - MONTH_DAYS * DAY_MS, toMs: nowMs };
  const wall = wallOf(nowMs);
  const month = wall.getUTCMonth() - (range === 'lastMonth' ? 1 : 0);
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
