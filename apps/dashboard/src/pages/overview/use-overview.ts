import { computed, type ComputedRef, watch } from 'vue';
import { ask } from '../../api/index.js';
import {
  OVERVIEW_FINDINGS,
  OVERVIEW_STATUS,
  type OverviewFindings,
  type OverviewFindingsVariables,
  type OverviewStatus,
} from '../../api/operations/overview.js';
import type { FilterInput } from '../../composables/chips.js';
import { countedFilter } from '../../composables/counted-filter.js';
import { type Asked, useAnswer } from '../../composables/use-answer.js';
import { useFilter } from '../../composables/use-filter.js';
import type { Live } from '../../composables/use-live.js';
import { useRange } from '../../composables/use-range.js';
import { formatDuration } from '../../format/time.js';
import { factorOf, type Insight, insightsOf } from './insights.js';

const STATUS_PACE_MS = 5_000;
const FINDINGS_PACE_MS = 60_000;
/** Sentences are of an hour at least: of five minutes each burst would be news. */
const FINDINGS_LEAST_MS = 3_600_000;
const DAY_MS = 86_400_000;
const LOSSES = ['RX_ERRORS', 'TX_ERRORS', 'RX_DROPPED', 'TX_DROPPED'] as const;

/** How many there are of everything, and who is silent. */
export function useStatus(): Asked<OverviewStatus> {
  const { filter } = useFilter();
  const asked = useAnswer<OverviewStatus>(
    (signal) => ask(OVERVIEW_STATUS, { filter: filter.value, silent: silentOf(filter.value) }, signal),
    () => STATUS_PACE_MS,
  );
  watch(filter, () => void asked.refresh());
  return asked;
}

function silentOf(filter: FilterInput | null): FilterInput {
  return { ...filter, hostStates: ['SILENT'] };
}

/** What the sentences are made of, over the page's range or an hour; asked for when it is their turn. */
export function useFindings(
  isTurn: () => boolean,
): Asked<OverviewFindings | null> & { readonly during: ComputedRef<string> } {
  const { filter } = useFilter();
  const { range, ends } = useRange();
  const stretch = computed(() => {
    const { from, to } = ends.value;
    return { from: Math.min(from, to - FINDINGS_LEAST_MS), to };
  });
  const asked = useAnswer<OverviewFindings | null>(
    async (signal) =>
      isTurn()
        ? ask(OVERVIEW_FINDINGS, questionOf(filter.value, stretch.value, range.value.kind !== 'fixed'), signal)
        : { ok: true, data: null },
    () => (range.value.kind === 'fixed' ? Infinity : FINDINGS_PACE_MS),
  );
  watch([filter, range, isTurn], () => void asked.refresh());
  const during = computed(() => duringWords(stretch.value, range.value.kind === 'fixed'));
  return { ...asked, during };
}

/** Findings and status as sentences, and how the traffic compares with the day before. */
export function useInsights(
  live: Live,
  status: () => OverviewStatus | null,
  isTurn: () => boolean,
): { insights: ComputedRef<Insight[]>; factor: ComputedRef<number | null> } {
  const { data, during } = useFindings(isTurn);
  return {
    insights: computed(() =>
      insightsOf({ status: status(), findings: data.value, during: during.value, now: live.now() }),
    ),
    factor: computed(() => (data.value ? factorOf(data.value.compared) : null)),
  };
}

function questionOf(
  filter: FilterInput | null,
  stretch: { from: number; to: number },
  endsNow: boolean,
): OverviewFindingsVariables {
  const counted = countedFilter(filter);
  // Of more than a day, the day before is a part of it.
  const compareMilliseconds = endsNow && stretch.to - stretch.from <= DAY_MS ? DAY_MS : null;
  const [from, to] = [new Date(stretch.from).toISOString(), new Date(stretch.to).toISOString()];
  return {
    senders: { filter, from, to, groupBy: ['CONTAINER', 'HOST'], counters: ['TX_BYTES'], count: 1 },
    losers: {
      // Each interface stands alone, so those are left out that count what others count too.
      filter: counted?.classes ? counted : { ...counted, classes: ['UPLINK', 'CONTAINER'] },
      ...{ from, to, groupBy: ['INTERFACE', 'HOST'], counters: [...LOSSES], count: 1 },
    },
    compared: { filter: counted, from, to, grouping: 'ALL', points: 60, compareMilliseconds },
  };
}

function duringWords({ from, to }: { from: number; to: number }, isFixed: boolean): string {
  if (isFixed) return 'in this stretch';
  const length = to - from;
  return length === FINDINGS_LEAST_MS ? 'in the last hour' : `in the last ${formatDuration(length)}`;
}
