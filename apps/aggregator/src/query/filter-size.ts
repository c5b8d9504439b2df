import type { Refusal } from '@weir/model';
import type { Filter, LabelMatch } from './filter.js';
import { LABEL_FIELDS, TEXT_FIELDS } from './filter-fields.js';
import type { TextMatch } from './text-match.js';

/** Each is a condition of its own, looked at for every container or host. */
export const MAX_LABELS = 20;
/** Ids, names and addresses of all lists of a filter: a fleet's interfaces, named one by one. */
export const MAX_FILTER_VALUES = 5_000;

/** Lists of plain values. */
const LISTS = ['hosts', 'hostStates', 'classes', 'linkStates'] as const;

/** Why a filter is too large, or null: each value makes a statement longer, and is compared with all that is stored. */
export function refusalOfSize(filter: Filter): Refusal | null {
  const labels = LABEL_FIELDS.find((field) => (filter[field]?.length ?? 0) > MAX_LABELS);
  if (labels) return { field: `filter.${labels}`, reason: `holds more than ${MAX_LABELS}: name fewer` };
  const counts = countsOf(filter);
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  if (total <= MAX_FILTER_VALUES) return null;
  const [longest] = counts.reduce((most, each) => (each[1] > most[1] ? each : most));
  const reason = `is the longest of lists that hold ${total} values together, and may hold ${MAX_FILTER_VALUES}: name fewer, in several requests`;
  return { field: `filter.${longest}`, reason };
}

function countsOf(filter: Filter): readonly (readonly [field: string, count: number])[] {
  return [
    ...LISTS.map((field) => [field, filter[field]?.length ?? 0] as const),
    ...TEXT_FIELDS.map((field) => [field, lengthOf(filter[field])] as const),
    ...LABEL_FIELDS.map((field) => [field, lengthOfAll(filter[field])] as const),
    ['addresses', filter.addresses?.in?.length ?? 0],
  ];
}

function lengthOf(match: TextMatch | null | undefined): number {
  return (match?.in?.length ?? 0) + (match?.notIn?.length ?? 0);
}

function lengthOfAll(labels: readonly LabelMatch[] | null | undefined): number {
  return (labels ?? []).reduce((sum, label) => sum + lengthOf(label), 0);
}
