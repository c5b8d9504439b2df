import { type Counter, COUNTERS } from '@weir/model';
import { STEP_LADDER_MS } from '../../../query/grid.js';
import { DIMENSIONS, type Dimension, type Grouping } from '../../../query/grouping.js';
import { type BucketMeasure, DEFAULT_COUNTERS, MAX_POINTS, MAX_SERIES, type Top } from '../../../query/series.js';
import type { RankMeasure } from '../../../query/statistics.js';
import type { TotalsRequest } from '../../../query/totals.js';
import { asFilter, type FILTER } from './filter.js';
import { choice, choices, moment, value, wholeNumber, wrong } from './kinds.js';
import type { Parameter, Read, ValuesOf } from './parameter.js';

const LABEL = 'label:';
const MEASURES: readonly BucketMeasure[] = ['average', 'sum', 'maximum'];
const RANKS: readonly RankMeasure[] = ['total', 'average', 'maximum', 'p50', 'p95', 'p99'];
const HOUR_MS = 3_600_000;
const UNITS = [
  ['d', 24 * HOUR_MS],
  ['h', HOUR_MS],
  ['m', 60_000],
  ['s', 1_000],
] as const;

/** Which stretch of time. */
export const RANGE = {
  from: moment({
    description: 'Begin of the range; an hour before `to` where left out.',
    example: '2026-11-20T11:00:00Z',
  }),
  to: moment({ description: 'End of the range; now where left out.', example: '2026-11-20T12:00:00Z' }),
} as const;

/** A range of time, ms since 1970. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The range that parameters ask for. */
export function asRange({ from, to }: ValuesOf<typeof RANGE>, nowMs: number): Stretch {
  const toMs = to ?? nowMs;
  return { fromMs: from ?? toMs - HOUR_MS, toMs };
}

/** Dimensions, and labels as `label:<key>`; separated by commas. */
function groupBy(byDefault: readonly Dimension[]): Parameter<Grouping> {
  return {
    description: `What to group by, separated by commas: ${DIMENSIONS.join(', ')}, or a label of containers as \`label:<key>\`.`,
    schema: { type: 'array', items: { type: 'string' }, default: [...byDefault] },
    example: 'host,network',
    repeats: true,
    read: (texts) => readGrouping(texts.length === 0 ? byDefault : texts.flatMap((each) => each.split(','))),
  };
}

function readGrouping(names: readonly string[]): Read<Grouping> {
  const labels = names.filter((each) => each.startsWith(LABEL)).map((each) => each.slice(LABEL.length));
  const others = names.filter((each) => !each.startsWith(LABEL));
  const dimensions = others.map((each) => DIMENSIONS.find((known) => known === each));
  const unknown = others[dimensions.indexOf(undefined)];
  if (unknown !== undefined) {
    return wrong(`holds "${unknown}", which is none of ${DIMENSIONS.join(', ')} and no label:<key>`);
  }
  return value({ dimensions: dimensions.filter((each) => each !== undefined), labels });
}

const counters = choices<Counter, readonly Counter[]>({
  description: 'Counters, separated by commas.',
  among: COUNTERS,
  byDefault: DEFAULT_COUNTERS,
  example: DEFAULT_COUNTERS.join(','),
});

const measures = choices<BucketMeasure, readonly BucketMeasure[]>({
  description:
    'What is answered of each step, separated by commas: the average rate, what was counted, the highest rate of a sample (of bytes only).',
  among: MEASURES,
  byDefault: ['average'],
  example: 'average,sum',
});

const topBy = choice<RankMeasure, RankMeasure>({
  description: 'What groups are ranked by.',
  among: RANKS,
  byDefault: 'total',
});

const top = wholeNumber({
  description: 'Only so many groups with the highest figures; the rest is one group, `others`.',
  ...{ minimum: 1, maximum: MAX_SERIES, byDefault: null, example: 10 },
});

/** What is asked of the series of one interface. */
export const OWN_SERIES = {
  ...RANGE,
  counters,
  measures,
  points: wholeNumber({
    description: 'The most points to answer; the step is chosen to fit.',
    ...{ minimum: 1, maximum: MAX_POINTS, byDefault: MAX_POINTS },
  }),
} as const;

/** What is asked of any series, besides which interfaces. */
export const SERIES = { ...OWN_SERIES, groupBy: groupBy(['interface']), top, topBy } as const;

/** What is asked of totals, besides which interfaces. */
export const TOTALS = { ...RANGE, counters, groupBy: groupBy(['host']), top, topBy } as const;

/** What is asked of averages, besides which interfaces. */
export const AVERAGES = {
  counters,
  groupBy: groupBy(['host']),
  at: moment({
    description: 'When the windows of 1, 5 and 15 minutes end; with the newest sample stored where left out.',
    example: '2026-11-20T12:00:00Z',
  }),
} as const;

/** Steps by the name that people give them. */
const STEPS: Readonly<Record<string, number>> = Object.fromEntries(STEP_LADDER_MS.map((ms) => [stepName(ms), ms]));

/** What is asked of series that are exported: of any length. */
export const SERIES_ROWS = {
  ...RANGE,
  ...{ groupBy: groupBy(['host', 'interface']), counters, measures },
  step: choice({
    description: 'How long a step is; where left out, as long as makes 300 of them.',
    among: Object.keys(STEPS),
    byDefault: null,
  }),
} as const;

/** The length of a step, ms; null = to be chosen. */
export function asStepMs(name: string | null): number | null {
  return name === null ? null : (STEPS[name] ?? null);
}

function stepName(ms: number): string {
  for (const [unit, unitMs] of UNITS) if (ms % unitMs === 0) return `${ms / unitMs}${unit}`;
  return `${ms}ms`;
}

/** The top that parameters ask for. */
export function asTop(count: number | null, by: RankMeasure): Top | null {
  return count === null ? null : { count, by, counter: null };
}

/** The totals that parameters ask for. */
export function asTotals(values: ValuesOf<typeof TOTALS & typeof FILTER>, nowMs: number): TotalsRequest {
  const { groupBy: grouping, counters, top: count, topBy: by, from, to, ...filter } = values;
  const asked = { ...asRange({ from, to }, nowMs), grouping, counters, top: asTop(count, by) };
  return { ...asked, interfaces: null, filter: asFilter(filter) };
}
