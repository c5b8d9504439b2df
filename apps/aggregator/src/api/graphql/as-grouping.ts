import type { Grouping } from '../../query/grouping.js';
import type { Dimension, SeriesGrouping } from './types/enums.js';

/** How an input says what to group by. */
export interface GroupingInput {
  readonly grouping?: SeriesGrouping | null;
  readonly groupBy?: readonly Dimension[] | null;
  readonly groupByLabels?: readonly string[] | null;
}

/** A field given as null means its default, as if it were left out. */
export function asGrouping({ grouping, groupBy, groupByLabels }: GroupingInput): Grouping {
  if (!groupBy && !groupByLabels) return { dimensions: [grouping ?? 'interface'], labels: [] };
  const dimensions = (groupBy ?? []).filter((dimension) => dimension !== 'label');
  return { dimensions, labels: groupByLabels ?? [] };
}
