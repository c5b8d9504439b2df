import { computed, type ComputedRef, type Ref } from 'vue';
import { type Answer, ask, askAll, type Failure, SERIES, type SeriesInput } from '../../api/index.js';
import { HOST_NAMES } from '../../api/operations/overview.js';
import { countedFilter } from '../../composables/counted-filter.js';
import { useFilter } from '../../composables/use-filter.js';
import { useInRange, wholeMinutes } from '../../composables/use-in-range.js';
import { groupHosts, type HeatColumns, type HeatGroup, type HeatRow, heatRows, MAX_ROWS } from './heat-rows.js';

/** The heat map is of an hour at least: five minutes have no pattern. */
export const HEAT_LEAST_MS = 3_600_000;
/** With 50 rows, 3,000 cells. */
const POINTS = 60;
/** No cell is of less than a minute. */
const PACE_MS = 60_000;
/** So many rows are asked for at a time: others of the aggregator's eight questions at a time are somebody else's. */
const AT_A_TIME = 3;

/** The heat map's rows over the page's range. */
export interface HeatRows {
  readonly rows: ComputedRef<readonly HeatRow[]>;
  readonly groups: ComputedRef<readonly HeatGroup[]>;
  readonly at: ComputedRef<readonly number[]>;
  readonly failure: Readonly<Ref<Failure | null>>;
  readonly loading: ComputedRef<boolean>;
}

interface HeatAnswer {
  readonly groups: readonly HeatGroup[];
  readonly at: readonly number[];
  readonly answers: ReadonlyMap<string, HeatColumns>;
}

/**
 * Traffic of all hosts over time, asked for once it is wanted: in one answer while each host has its line. Many are drawn together, and
 * are added up where they are stored: a row is a small answer, and all of them are as many however large the fleet is.
 */
export function useHeatRows(isWanted: () => boolean, isSeen: () => boolean): HeatRows {
  const { filter } = useFilter();
  const { data, failure } = useInRange<HeatAnswer | null>(
    async (stretch, signal) => {
      if (!isWanted()) return { ok: true, data: null };
      const hosts = await askAll(HOST_NAMES, { filter: filter.value }, (page) => page.hosts, signal);
      if (!hosts.ok) return hosts;
      const groups = groupHosts(hosts.data);
      const input = { ...wholeMinutes(stretch), filter: countedFilter(filter.value), points: POINTS };
      return groups.length < hosts.data.length
        ? askRows(groups, input, signal)
        : askLines(groups, { ...input, groupBy: ['HOST'], top: { count: MAX_ROWS } }, signal);
    },
    () => [filter.value, isWanted()],
    { leastMs: HEAT_LEAST_MS, paceMs: PACE_MS, isSeen },
  );
  return {
    groups: computed(() => data.value?.groups ?? []),
    rows: computed(() => (data.value ? heatRows(data.value.groups, data.value.at, data.value.answers) : [])),
    at: computed(() => data.value?.at ?? []),
    failure,
    loading: computed(() => data.value === null),
  };
}

/** A line for each host, in one answer. */
async function askLines(
  groups: readonly HeatGroup[],
  input: SeriesInput,
  signal: AbortSignal,
): Promise<Answer<HeatAnswer>> {
  const answer = await ask(SERIES, { input }, signal);
  if (!answer.ok) return answer;
  const { at, series } = answer.data.series;
  return { ok: true, data: { groups, at, answers: new Map(series.map((line) => [line.group, line])) } };
}

/** Each row for itself, a few at a time. */
async function askRows(
  groups: readonly HeatGroup[],
  input: SeriesInput,
  signal: AbortSignal,
): Promise<Answer<HeatAnswer>> {
  const answers = new Map<string, HeatColumns>();
  let at: readonly number[] = [];
  for (let first = 0; first < groups.length; first += AT_A_TIME) {
    const few = groups.slice(first, first + AT_A_TIME);
    const answered = await Promise.all(few.map((group) => ask(SERIES, { input: rowInput(group, input) }, signal)));
    for (const [index, answer] of answered.entries()) {
      if (!answer.ok) return answer;
      const [line] = answer.data.series.series;
      if (line) answers.set(few[index]?.id ?? '', line);
      at = answer.data.series.at;
    }
  }
  return { ok: true, data: { groups, at, answers } };
}

function rowInput({ hosts }: HeatGroup, input: SeriesInput): SeriesInput {
  return { ...input, filter: { ...input.filter, hosts: hosts.map(({ id }) => id) }, groupBy: ['ALL'] };
}
