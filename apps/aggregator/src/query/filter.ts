import type { Refusal } from '@weir/model';
import { type AddressMatch, refusalOfAddresses } from './address-match.js';
import { LABEL_FIELDS, TEXT_FIELDS } from './filter-fields.js';
import { refusalOfSize } from './filter-size.js';
import type { HostState } from './host-state.js';
import { refusalOfNul } from './nul.js';
import { refusalOfMatch, type TextMatch } from './text-match.js';

/**
 * What is asked for; what is left out matches everything. The one filter of every list, group and export, and of groups as they are now: what each
 * of them takes it to mean is in filter.sql.ts.
 */
export interface Filter {
  /** Host ids. */
  readonly hosts?: readonly string[] | null;
  /** Name or id of the host. */
  readonly host?: TextMatch | null;
  readonly hostStates?: readonly HostState[] | null;
  /** What people noted about the host. */
  readonly hostLabels?: readonly LabelMatch[] | null;
  /** As in the inventory: `uplink`, `bond-member` … */
  readonly classes?: readonly string[] | null;
  readonly uplink?: boolean | null;
  /** `up`, `down`, `unknown`. */
  readonly linkStates?: readonly string[] | null;
  /** Name of the interface. */
  readonly interface?: TextMatch | null;
  /** Addresses of the interface. */
  readonly addresses?: AddressMatch | null;
  /** Name of the network that it is on. */
  readonly network?: TextMatch | null;
  /** The following are of one container in the interface's namespace, which must match them all. */
  readonly container?: TextMatch | null;
  readonly image?: TextMatch | null;
  readonly stack?: TextMatch | null;
  readonly service?: TextMatch | null;
  readonly workload?: TextMatch | null;
  readonly labels?: readonly LabelMatch[] | null;
  /** Part of one of the names of what is listed; case does not matter. */
  readonly text?: string | null;
  readonly includeGone?: boolean | null;
}

/** What a label must match; without an operator it must only be there. */
export interface LabelMatch extends TextMatch {
  readonly key: string;
}

/** What is wrong with a filter, or null. Names that are unknown only match nothing. */
export function refusalOfFilter(filter: Filter): Refusal | null {
  const tooLarge = refusalOfSize(filter);
  if (tooLarge) return tooLarge;
  const refusals = [
    refusalOfNul('filter.text', [filter.text]),
    refusalOfNul('filter.hosts', filter.hosts ?? []),
    refusalOfAddresses('filter.addresses', filter.addresses),
    ...TEXT_FIELDS.map((field) => refusalOfMatch(`filter.${field}`, filter[field])),
    ...LABEL_FIELDS.flatMap((field) => refusalsOfLabels(`filter.${field}`, filter[field] ?? [])),
  ];
  return refusals.find((refusal) => refusal !== null) ?? null;
}

function refusalsOfLabels(field: string, labels: readonly LabelMatch[]): (Refusal | null)[] {
  return labels.flatMap((label) => [refusalOfNul(field, [label.key]), refusalOfMatch(field, label)]);
}
