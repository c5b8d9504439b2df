import type { Filter } from './filter.js';

/** What interfaces can be grouped by. `all` is one group of everything. */
export const DIMENSIONS = [
  'interface',
  'host',
  'class',
  'network',
  'container',
  'stack',
  'service',
  'workload',
  'all',
] as const;

export type Dimension = (typeof DIMENSIONS)[number];

/** How interfaces are drawn together: by each dimension, and by the value of each container label named. */
export interface Grouping {
  readonly dimensions: readonly Dimension[];
  readonly labels: readonly string[];
}

/** What a group is in one dimension. */
export interface GroupKey {
  readonly dimension: Dimension | 'label';
  /** The key of a label. */
  readonly label: string | null;
  /** Host id, interface id, or the name that the dimension groups by; null for what has none: it is not attributed. */
  readonly value: string | null;
  /** What people call it. */
  readonly name: string | null;
}

/** A group of interfaces. */
export interface Group {
  /** Unique in an answer. */
  readonly id: string;
  readonly keys: readonly GroupKey[];
}

const OF_CONTAINERS: readonly Dimension[] = ['network', 'container', 'stack', 'service', 'workload'];
/** Groups by these never add up two looks at one packet, so nothing is left out. */
const APART: readonly Dimension[] = ['interface', 'class'];

/**
 * Which interfaces count where the request does not say: one packet shows on the NIC, the bridge, the veth and in the
 * container, and must be added up once. What is grouped by something of containers are their own interfaces; each
 * interface, and each class, stands alone; everything else is the uplinks.
 */
export function defaultFilter({ dimensions, labels }: Grouping): Filter {
  if (labels.length > 0 || dimensions.some((each) => OF_CONTAINERS.includes(each))) return { classes: ['container'] };
  return dimensions.some((each) => APART.includes(each)) ? {} : { uplink: true };
}

/** A filter as it is applied: with the default where it says nothing about classes or uplinks. */
export function effectiveFilter(filter: Filter, grouping: Grouping): Filter {
  return filter.classes == null && filter.uplink == null ? { ...filter, ...defaultFilter(grouping) } : filter;
}

/** Whether each group is one interface: it counts from its birth to its death, and its chart has a line for each. */
export function isByInterface({ dimensions }: Grouping): boolean {
  return dimensions.includes('interface');
}

/**
 * The id of a group: the value itself for the groupings whose values are ids; else all its values, as text that cannot be
 * mistaken for one.
 */
export function groupId(keys: readonly GroupKey[]): string {
  const [first, ...more] = keys;
  if (first && more.length === 0 && first.value !== null) {
    if (first.dimension === 'interface' || first.dimension === 'host') return first.value;
    if (first.dimension === 'all') return 'all';
  }
  return JSON.stringify(keys.map(({ value }) => value));
}

/** The order of groups for people: by name, dimension by dimension; what is not attributed comes last. */
export function compareGroups(one: Group | undefined, other: Group | undefined): number {
  for (const [index, key] of (one?.keys ?? []).entries()) {
    const [name, otherName] = [key.name, other?.keys[index]?.name ?? null];
    if (name === otherName) continue;
    if (name === null || otherName === null) return name === null ? 1 : -1;
    return name < otherName ? -1 : 1;
  }
  return (one?.id ?? '') < (other?.id ?? '') ? -1 : 1;
}
