import { computed, type ComputedRef, type Ref, ref, watch } from 'vue';
import { ask, type Failure } from '../../api/index.js';
import { NETWORK_TOTALS, type NetworkTotals } from '../../api/operations/networks.js';
import type { FilterInput } from '../../composables/chips.js';
import type { RankedGroup } from '../../composables/ranked-groups.js';
import { useAnswer } from '../../composables/use-answer.js';
import { useFilter } from '../../composables/use-filter.js';
import type { Sort } from '../../composables/use-query-state.js';
import { useRange } from '../../composables/use-range.js';
import { LISTED_COUNTERS, rankedBy, useRankedList } from '../../composables/use-ranked-list.js';
import { useRowLines } from '../../composables/use-row-lines.js';
import { useSettled } from '../../composables/use-settled.js';
import { type Counted, type Inside, insideOf } from './inside.js';

/** A network by its name over all hosts. */
export interface NetworkRow {
  readonly id: string;
  /** Null = what is on no network that is known. */
  readonly name: string | null;
  /** Its traffic; null until it came into sight, and where it has no name to ask by. */
  readonly figures: RankedGroup | null;
  /** Of what all containers moved, 0 to 1; null = not known. */
  readonly share: number | null;
  /** Null where no bridge tells. */
  readonly inside: Inside | null;
}

export interface Networks {
  readonly rows: ComputedRef<NetworkRow[]>;
  /** The names of those on screen. */
  readonly names: ComputedRef<readonly string[]>;
  /** How many there are, those that are not listed included. */
  readonly total: ComputedRef<number | null>;
  readonly failure: Readonly<Ref<Failure | null>>;
  readonly loading: ComputedRef<boolean>;
  readonly more: () => void;
  /** Tells which rows are on screen: figures are asked for those. */
  readonly show: (ids: readonly string[]) => void;
}

const MAX_NETWORKS = 500;
const LEAST_MS = 900_000;
const PACE_MS = 20_000;

/** The networks that containers are on, in the order asked, with the figures of those on screen. */
export function useNetworks(sort: () => Sort): Networks {
  const { filter } = useFilter();
  const by = computed(() => rankedBy(sort().column) ?? 'share');
  const ranked = useRankedList(() => ({ grouping: 'NETWORK', filter: filter.value, by: by.value }));
  const shown = ref<readonly string[]>([]);
  const nameOf = computed(() => new Map(ranked.groups.value.map(({ group, keys }) => [group, keys[0]?.value ?? null])));
  const names = computed(() => shown.value.flatMap((id) => nameOf.value.get(id) ?? []));
  const settled = useSettled(() => names.value);
  const named = (some: readonly string[]): FilterInput => ({
    ...filter.value,
    network: { ...filter.value?.network, in: [...some] },
  });
  const figures = useRowLines(
    () => 'NETWORK',
    () => names.value,
    named,
    LISTED_COUNTERS,
  );
  const totals = useNetworkTotals(() => (settled.value.length > 0 ? named(settled.value) : null));
  const inside = computed(() => (totals.data.value ? insideByName(totals.data.value) : new Map<string, Inside>()));
  // By name, all are put in order here.
  watch(
    () => [sort().column, filter.value],
    () => rankedBy(sort().column) ?? ranked.all(),
    { immediate: true },
  );
  const shareOf = (total: number | null): number | null => {
    const whole = ranked.whole.value;
    return whole && total !== null ? total / whole : null;
  };
  return {
    rows: computed(() =>
      ranked.groups.value.map(({ group, total }) => {
        const name = nameOf.value.get(group) ?? null;
        const own = figures.value.get(name ?? '') ?? null;
        const moved = by.value === 'share' ? Number(total) : own && own.totalIn + own.totalOut;
        return { id: group, name, figures: own, share: shareOf(moved), inside: inside.value.get(name ?? '') ?? null };
      }),
    ),
    names,
    total: ranked.total,
    failure: computed(() => ranked.failure.value ?? totals.failure.value),
    loading: ranked.loading,
    more: ranked.more,
    show: (ids) => (shown.value = ids),
  };
}

const NOBODY: NetworkTotals = { containers: { groups: [] }, bridges: { groups: [] } };

/** What containers and bridges counted, network by network, over the page's range or 15 minutes; nobody is asked without a filter. */
export function useNetworkTotals(filterOf: () => FilterInput | null): ReturnType<typeof useAnswer<NetworkTotals>> {
  const { range, ends, moves } = useRange();
  const asked = useAnswer<NetworkTotals>(
    async (signal) => {
      const filter = filterOf();
      if (!filter) return { ok: true, data: NOBODY };
      const { from, to } = ends.value;
      const stretch = { from: new Date(Math.min(from, to - LEAST_MS)).toISOString(), to: new Date(to).toISOString() };
      const shape = { ...stretch, groupBy: ['NETWORK' as const], top: { count: MAX_NETWORKS } };
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
