import type { FilterInput } from './chips.js';

type Match = NonNullable<FilterInput['network']>;

/**
 * A filter for sums by host or of everything. Those are made of uplinks unless the filter says which interfaces count; but what is asked
 * of containers or networks is true of no uplink, so containers' interfaces are counted then.
 */
export function countedFilter(filter: FilterInput | null): FilterInput | null {
  if (!filter || filter.classes || filter.uplink !== undefined || filter.interface || filter.addresses) return filter;
  const { network, container, image, stack, service, workload, labels } = filter;
  const asksContainers = [network, container, image, stack, service, workload, ...(labels ?? [])].some(isSought);
  return asksContainers ? { ...filter, classes: ['CONTAINER'] } : filter;
}

/** Whether something must be there: what is only left out leaves uplinks in. */
function isSought(match: Match | null | undefined): boolean {
  if (!match) return false;
  const { ne, notIn, ...sought } = match;
  return (ne === undefined && notIn === undefined) || Object.keys(sought).some((key) => key !== 'key');
}
