import { computed, type ComputedRef, type Ref, watch } from 'vue';
import { type Answer, ask, type Failure } from '../../api/index.js';
import {
  type Compared,
  OVERVIEW_COMPARED,
  OVERVIEW_COUNTS,
  OVERVIEW_FIRST,
  OVERVIEW_FLEET,
  type OverviewCounts,
  type OverviewFleet,
  type OverviewStatus,
  type RankedFirst,
  type RankedFirstInput,
  SENDS_MOST,
  type SendsMost,
} from '../../api/operations/overview.js';
import type { FilterInput } from '../../composables/chips.js';
import { countedFilter } from '../../composables/counted-filter.js';
import { type Asked, useAnswer } from '../../composables/use-answer.js';
import { useFilter } from '../../composables/use-filter.js';
import { type Stretch, useInRange } from '../../composables/use-in-range.js';
import type { Live } from '../../composables/use-live.js';
import { useRange } from '../../composables/use-range.js';
import { useUnit } from '../../composables/use-unit.js';
import { formatDuration } from '../../format/time.js';
import { describeValue } from '../../format/unit.js';
import type { Firing } from '../alerts/use-firing.js';
import type { OpenPatterns } from '../patterns/use-open-patterns.js';
import { factorOf, type Insight, insightsOf } from './insights.js';

const STATUS_PACE_MS = 5_000;
/** What comes and goes by the thousand is counted less often. */
const COUNTS_PACE_MS = 15_000;
/** Slow enough to be read before it is another. */
const SENDS_PACE_MS = 10_000;
const FINDINGS_PACE_MS = 60_000;
/** Sentences are of an hour at least: of five minutes each burst would be news. */
const FINDINGS_LEAST_MS = 3_600_000;
const DAY_MS = 86_400_000;
const LOSSES = ['RX_ERRORS', 'TX_ERRORS', 'RX_DROPPED', 'TX_DROPPED'] as const;

/** How many there are of everything, and who is silent. */
interface Status {
  /** Of hosts, which is asked for first. */
  readonly fleet: Asked<OverviewFleet>;
  /** Of everything; null until all of it is answered. */
  readonly status: ComputedRef<OverviewStatus | null>;
  /** What went wrong while something is on screen. */
  readonly notice: ComputedRef<Failure | null>;
}

/** Asks for hosts at once, and for what else there is when it is the turn of that. */
export function useStatus(isTurn: () => boolean): Status {
  const { filter } = useFilter();
  const fleet = useAnswer<OverviewFleet>(
    (signal) => ask(OVERVIEW_FLEET, { filter: filter.value, silent: silentOf(filter.value) }, signal),
    () => STATUS_PACE_MS,
  );
  const counts = useAnswer<OverviewCounts | null>(
    async (signal) => (isTurn() ? ask(OVERVIEW_COUNTS, { filter: filter.value }, signal) : { ok: true, data: null }),
    () => (isTurn() ? COUNTS_PACE_MS : Infinity),
  );
  watch(filter, () => void fleet.refresh());
  watch([filter, isTurn], () => void counts.refresh());
  return {
    fleet,
    notice: computed(() => (fleet.data.value ? (fleet.failure.value ?? counts.failure.value) : null)),
    status: computed(() => fleet.data.value && counts.data.value && { ...fleet.data.value, ...counts.data.value }),
  };
}

function silentOf(filter: FilterInput | null): FilterInput {
  return { ...filter, hostStates: ['SILENT'] };
}

/** Which container sends most this moment; null where none does, and while the page looks at another time. */
function useSendsMost(isTurn: () => boolean): Readonly<Ref<SendsMost | null>> {
  const { filter } = useFilter();
  const { moves } = useRange();
  const asked = useAnswer<SendsMost | null>(
    async (signal) => {
      if (!isTurn() || !moves.value) return { ok: true, data: null };
      const answer = await ask(SENDS_MOST, { filter: filter.value }, signal);
      return answer.ok ? { ok: true, data: answer.data.containers.nodes[0] ?? null } : answer;
    },
    () => (moves.value ? SENDS_PACE_MS : Infinity),
  );
  watch([filter, isTurn, moves], () => void asked.refresh());
  return asked.data;
}

/** What sentences are made of, over the page's range or an hour. */
interface Findings {
  readonly sent: Readonly<Ref<RankedFirst | null>>;
  readonly lost: Readonly<Ref<RankedFirst | null>>;
  readonly compared: Readonly<Ref<Compared | null>>;
  readonly during: ComputedRef<string>;
}

/** Each is asked for by itself when it is their turn, so that one that takes too long takes no other along. */
function useFindings(isTurn: () => boolean): Findings {
  const { filter } = useFilter();
  const { ends, moves } = useRange();
  const finding = <T>(
    question: (stretch: Stretch, signal: AbortSignal) => Promise<Answer<T | null>>,
  ): Readonly<Ref<T | null>> =>
    useInRange<T | null>(
      async (stretch, signal) => (isTurn() ? question(stretch, signal) : { ok: true, data: null }),
      () => [filter.value, isTurn()],
      { leastMs: FINDINGS_LEAST_MS, paceMs: FINDINGS_PACE_MS },
    ).data;
  return {
    sent: finding((stretch, signal) => askFirst({ ...sentBy(filter.value), ...stretch }, signal)),
    lost: finding((stretch, signal) => askFirst({ ...lostBy(filter.value), ...stretch }, signal)),
    compared: finding((stretch, signal) => askCompared(filter.value, stretch, moves.value, signal)),
    during: computed(() => duringWords(Math.max(FINDINGS_LEAST_MS, ends.value.to - ends.value.from), !moves.value)),
  };
}

/** What is worth reading as sentences, and how the traffic compares with the day before. */
export function useInsights(
  live: Live,
  status: () => OverviewStatus | null,
  open: () => OpenPatterns | null,
  firing: () => Firing | null,
  isTurn: () => boolean,
): {
  readonly insights: ComputedRef<Insight[]>;
  readonly factor: ComputedRef<number | null>;
  readonly during: ComputedRef<string>;
} {
  const unit = useUnit();
  const { filter } = useFilter();
  const sends = useSendsMost(isTurn);
  const { sent, lost, compared, during } = useFindings(isTurn);
  const rate = (bytesPerSecond: number): string => describeValue(bytesPerSecond, unit.value);
  return {
    insights: computed(() =>
      insightsOf({
        ...{ status: status(), sends: sends.value, sent: sent.value, lost: lost.value },
        ...{
          firing: firing(),
          open: open(),
          isFiltered: filter.value !== null,
          during: during.value,
          now: live.now(),
          rate,
        },
      }),
    ),
    factor: computed(() => (compared.value ? factorOf(compared.value) : null)),
    during,
  };
}

async function askFirst(input: RankedFirstInput, signal: AbortSignal): Promise<Answer<RankedFirst | null>> {
  const answer = await ask(OVERVIEW_FIRST, { input }, signal);
  return answer.ok ? { ok: true, data: answer.data.top.groups[0] ?? null } : answer;
}

type Ranking = Omit<RankedFirstInput, 'from' | 'to'>;

function sentBy(filter: FilterInput | null): Ranking {
  return { filter, groupBy: ['CONTAINER', 'HOST'], counters: ['TX_BYTES'], count: 1 };
}

function lostBy(filter: FilterInput | null): Ranking {
  const counted = countedFilter(filter);
  return {
    // Each interface stands alone, so those are left out that count what others count too.
    filter: counted?.classes ? counted : { ...counted, classes: ['UPLINK', 'CONTAINER'] },
    ...{ groupBy: ['INTERFACE', 'HOST'], counters: [...LOSSES], count: 1 },
  };
}

async function askCompared(
  filter: FilterInput | null,
  stretch: Stretch,
  endsNow: boolean,
  signal: AbortSignal,
): Promise<Answer<Compared | null>> {
  const lengthMs = Date.parse(stretch.to) - Date.parse(stretch.from);
  // Of more than a day, the day before is a part of it; and of a stretch of long ago nobody asks.
  if (!endsNow || lengthMs > DAY_MS) return { ok: true, data: null };
  const input = { filter: countedFilter(filter), grouping: 'ALL' as const, points: 60, compareMilliseconds: DAY_MS };
  const answer = await ask(OVERVIEW_COMPARED, { input: { ...input, ...stretch } }, signal);
  return answer.ok ? { ok: true, data: answer.data.series } : answer;
}

function duringWords(lengthMs: number, isFixed: boolean): string {
  if (isFixed) return 'in this stretch';
  return lengthMs === FINDINGS_LEAST_MS ? 'in the last hour' : `in the last ${formatDuration(lengthMs)}`;
}
