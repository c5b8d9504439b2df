import type { CapacityAsked } from '../../query/outlook/capacity.js';

export const DEFAULT_LINKS = 20;
export const DEFAULT_HORIZON_DAYS = 90;
export const DEFAULT_PERCENT = 80;

/** Which links somebody asks for, as GraphQL and REST take it; null = as usual. */
interface Given extends Pick<CapacityAsked, 'interface' | 'filter'> {
  readonly first: number | null;
  readonly horizonDays: number | null;
  readonly percent: number | null;
}

/** What is asked of the capacity of links, with what is usual where nothing is said. */
export function capacityAsked({ first, horizonDays, percent, ...whose }: Given): CapacityAsked {
  return {
    ...{ ...whose, first: first ?? DEFAULT_LINKS, horizonDays: horizonDays ?? DEFAULT_HORIZON_DAYS },
    share: (percent ?? DEFAULT_PERCENT) / 100,
  };
}
