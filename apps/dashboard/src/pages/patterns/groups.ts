import type { PatternHour, PatternRow } from '../../api/operations/patterns.js';
import { CATEGORIES } from './words.js';

const WEEK_HOURS = 168;

/** Findings of one category. */
export interface PatternGroup {
  readonly key: string;
  readonly label: string;
  readonly hint: string;
  readonly patterns: readonly PatternRow[];
}

/** Findings by category, in the order of categories; one without any is left out. */
export function groupsOf(patterns: readonly PatternRow[]): PatternGroup[] {
  return CATEGORIES.map((category) => ({
    ...category,
    patterns: patterns.filter((pattern) => pattern.category === category.key),
  })).filter((group) => group.patterns.length > 0);
}

/** How many findings there are of each value of a field. */
export function countBy<Field extends 'class' | 'category'>(
  hours: readonly PatternHour[],
  field: Field,
): Map<PatternHour[Field], number> {
  const counts = new Map<PatternHour[Field], number>();
  for (const hour of hours) {
    const sum = hour.counts.reduce((total, count) => total + count, 0);
    counts.set(hour[field], (counts.get(hour[field]) ?? 0) + sum);
  }
  return counts;
}

/** How many findings of all classes began in each hour of the week. */
export function weekCounts(hours: readonly PatternHour[]): number[] {
  return Array.from({ length: WEEK_HOURS }, (_, hour) =>
    hours.reduce((sum, { counts }) => sum + (counts[hour] ?? 0), 0),
  );
}
