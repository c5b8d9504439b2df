import type { Filter, LabelMatch } from './filter.js';
import { LABEL_FIELDS, TEXT_FIELDS } from './filter-fields.js';
import { unwantedBy, wantedBy } from './text-match.js';

/** A filter as what is wanted, and what is left out of that: filters of one field each. Neither holds `ne` or `notIn`. */
export interface FilterParts {
  readonly wanted: Filter;
  readonly unwanted: readonly Filter[];
}

/**
 * Takes a filter apart. To leave out is to leave out all that a filter for it would find, so that what has no value stays, and
 * so does what is not in any container, whatever stack is left out.
 */
export function partsOf(filter: Filter): FilterParts {
  const { includeGone = null } = filter;
  const wanted: Record<string, unknown> = { ...filter };
  const unwanted: Filter[] = [];
  for (const field of TEXT_FIELDS) {
    const match = filter[field];
    if (!match) continue;
    wanted[field] = wantedBy(match);
    const values = unwantedBy(match);
    if (values) unwanted.push({ [field]: { in: values }, includeGone });
  }
  for (const field of LABEL_FIELDS) {
    const labels = filter[field];
    if (!labels) continue;
    wanted[field] = labels.flatMap(wantedLabel);
    for (const label of labels) {
      const values = unwantedBy(label);
      if (values) unwanted.push({ [field]: [{ key: label.key, in: values }], includeGone });
    }
  }
  return { wanted, unwanted };
}

function wantedLabel(label: LabelMatch): LabelMatch[] {
  const wanted = wantedBy(label);
  return wanted ? [{ ...wanted, key: label.key }] : [];
}
