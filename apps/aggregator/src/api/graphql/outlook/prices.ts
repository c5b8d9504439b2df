import { MOST_LINKS } from '../../../query/outlook/capacity.js';
import { MAX_POINTS } from '../../../query/series.js';
import { costOfRange, hostsNamed } from '../../range-cost.js';
import { type Arguments, recordOf } from '../given.js';

const DAY_MS = 86_400_000;
/** Some 20 ms of CPU, as a range that takes as long costs. */
const OF_A_FORECAST = 500;
const OF_A_LINK = 20;
const WEEK_DAYS = 7;
const FORECAST_DAYS = 42;
const CAPACITY_DAYS = 84;
const BOTH_WAYS = 2;

/** What these cost: they read other ranges than they are given, or other things than series. */
export const FIXED: Readonly<Record<string, (asked: Arguments) => number>> = {
  'Query.trend': (asked) => costOfLine(asked, spanOf(asked)),
  'Query.correlation': (asked) => {
    const spanMs = spanOf(asked);
    return costOfLine(recordOf(asked['one']), spanMs) + costOfLine(recordOf(asked['other']), spanMs);
  },
  'Query.forecast': (asked) => OF_A_FORECAST + costOfLine(asked, FORECAST_DAYS * DAY_MS),
  'Query.capacity': costOfCapacity,
  'Query.percentile': costOfPercentile,
  // Some dozens of questions about all of a range.
  'Query.report': () => 100_000,
  // Made later, by its own means; now it is only looked at.
  'Mutation.startReport': () => OF_A_FORECAST,
  'Query.baseline': () => 10,
  'Query.patternHours': () => 500,
  'Pattern.series': () => 100,
  'Pattern.band': () => 10,
  'Pattern.changesBefore': () => 10,
  // Two hundred lines that are read to be compared: of a page of patterns nobody needs them.
  'Pattern.movedWith': () => 5_000,
};

function spanOf({ from, to }: Arguments): number {
  return from instanceof Date && to instanceof Date ? to.getTime() - from.getTime() : 0;
}

function costOfLine({ interface: netId, host, filter }: Arguments, spanMs: number): number {
  return costOfRange({
    ...{ fromMs: 0, toMs: spanMs, points: MAX_POINTS, columns: BOTH_WAYS, isCompared: false, groups: 1 },
    interfaces: typeof netId === 'string' ? 1 : null,
    hosts: typeof host === 'string' ? 1 : hostsNamed(recordOf(filter)),
  });
}

/** Five minutes of each day, whatever it takes to draw a chart. */
function costOfPercentile(asked: Arguments): number {
  const ofADay = typeof recordOf(asked['subject'])['host'] === 'string' ? 20 : 500;
  return (ofADay * spanOf(asked)) / DAY_MS;
}

/** A week of all, then months of those that are fullest. */
function costOfCapacity({ interface: netId, filter, first }: Arguments): number {
  const links = typeof netId === 'string' ? 1 : Math.min(typeof first === 'number' ? first : MOST_LINKS, MOST_LINKS);
  const read = { points: MAX_POINTS, columns: BOTH_WAYS, isCompared: false, fromMs: 0 };
  const interfaces = typeof netId === 'string' ? 1 : null;
  const week = costOfRange({
    ...{ ...read, toMs: WEEK_DAYS * DAY_MS, groups: null },
    ...{ interfaces, hosts: hostsNamed(recordOf(filter)) },
  });
  const months = { ...read, toMs: CAPACITY_DAYS * DAY_MS, interfaces: links, hosts: null, groups: links };
  return week + costOfRange(months) + links * OF_A_LINK;
}
