import { computed, type ComputedRef, type Ref, watch } from 'vue';
import { ask, type Failure } from '../../api/index.js';
import { NETWORK_TOTALS, type NetworkTotals } from '../../api/operations/networks.js';
import type { FilterInput } from '../../composables/chips.js';
import { type RankedGroup, rankedGroups } from '../../composables/ranked-groups.js';
import { useAnswer } from '../../composables/use-answer.js';
import { useFilter } from '../../composables/use-filter.js';
import { useGroupSeries } from '../../composables/use-group-series.js';
import { useRange } from '../../composables/use-range.js';
import { newestWords } from '../../format/span.js';
import { type Counted, type Inside, insideOf } from './inside.js';

/** A network by its name over all hosts, with its traffic and where that went. */
export interface NetworkRow {
  readonly id: string;
  /** Null = what is on no network that is known. */
  readonly name: string | null;
  readonly figures: RankedGroup;
  /** Null where no bridge tells. */
  readonly inside: Inside | null;
}

export interface Networks {
  readonly rows: ComputedRef<NetworkRow[]>;
  /** How many there are, those that are not listed included. */
  readonly total: ComputedRef<number | null>;
  /** What their rates are of: `now`. */
  readonly when: ComputedRef<string>;
  readonly failure: Readonly<Ref<Failure | null>>;
  readonly loading: ComputedRef<boolean>;
}

const MAX_NETWORKS = 500;
const POINTS = 15;
const LEAST_MS = 900_000;
const PACE_MS = 20_000;

/** The networks that containers are on, the busiest 500. */
export function useNetworks(): Networks {
  const { filter } = useFilter();
  const { moves } = useRange();
  const lines = useGroupSeries(() => ({
    ...{ filter: filter.value, groupBy: ['NETWORK'], top: { count: MAX_NETWORKS }, points: POINTS, leastMs: LEAST_MS },
  }));
  const totals = useNetworkTotals(() => filter.value);
  const inside = computed(() => (totals.data.value ? insideByName(totals.data.value) : new Map<string, Inside>()));
  return {
    rows: computed(() => {
      const groups = lines.data.value ? rankedGroups(lines.data.value) : [];
      return groups
        .filter(({ others }) => others === null)
        .map((figures) => {
          const name = figures.keys[0]?.name ?? null;
          return { id: figures.id, name, figures, inside: inside.value.get(name ?? '') ?? null };
        });
    }),
    total: computed(() => lines.data.value?.groupCount ?? null),
    when: computed(() => newestWords(moves.value, lines.data.value?.stepMilliseconds ?? 0)),
    failure: computed(() => lines.failure.value ?? totals.failure.value),
    loading: computed(() => lines.data.value === null),
  };
}

/** What containers and bridges counted, network by network, over the page's range or 15 minutes. */
export function useNetworkTotals(filterOf: () => FilterInput | null): ReturnType<typeof useAnswer<NetworkTotals>> {
  const { range, ends, moves } = useRange();
  const asked = useAnswer<NetworkTotals>(
    (signal) => {
      const { from, to } = ends.value;
      const stretch = { from: new Date(Math.min(from, to - LEAST_MS)).toISOString(), to: new Date(to).toISOString() };
      const shape = { ...stretch, groupBy: ['NETWORK' as const], top: { count: MAX_NETWORKS } };
      const filter = filterOf();
      const containers = { ...shape, filter: { ...filter, classes: ['CONTAINER' as const] } };
      const bridges = {
        ...shape,
        filter: { ...filter, classes: ['BRIDGE' as const] },
        counters: ['RX_BYTES' as const, 'TX_BYTES' as const, 'RX_PACKETS' as const],
      };
      return ask(NETWORK_TOTALS, { containers, bridges }, signal);
    },
    () => (moves.value ? PACE_MS : Infinity),
  );
  watch(
    () => JSON.stringify([filterOf(), range.value]),
    () => void asked.refresh(),
  );
  return asked;
}

/** By name; networks without a bridge are not in it. */
export function insideByName({ containers, bridges }: NetworkTotals): Map<string, Inside> {
  const bridgeOf = new Map(bridges.groups.map((group) => [group.keys[0]?.name ?? '', group]));
  return new Map(
    containers.groups.flatMap((group): [string, Inside][] => {
      const name = group.keys[0]?.name;
      const bridge = name ? bridgeOf.get(name) : undefined;
      const inside = name && bridge ? insideOf(countedOf(group), countedOf(bridge)) : null;
      return inside && name ? [[name, inside]] : [];
    }),
  );
}

function countedOf({ counters }: NetworkTotals['bridges']['groups'][number]): Counted {
  const total = (name: string): number => Number(counters.find(({ counter }) => counter === name)?.total ?? 0);
  return { rxBytes: total('RX_BYTES'), txBytes: total('TX_BYTES'), rxPackets: total('RX_PACKETS') };
}
