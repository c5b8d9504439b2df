import { PROTOCOL_COUNTERS } from '@weir/model';
import { MOST_QUOTAS } from '../../billing/quotas.js';
import { MAX_POINTS } from '../../query/series.js';
import { MAX_LINES, mostLines } from '../../query/states/asked.js';
import { costOfRange, hostsNamed, type RangeAsked } from '../range-cost.js';
import { ALERT_PRICES } from './alerts/prices.js';
import { type Arguments, recordOf } from './given.js';
import { FIXED } from './outlook/prices.js';

/** The whole schema described, which is 100 kB: allowed, but not a hundred times at once. */
export const INTROSPECTION_COST = 5_000;

const MINUTE_MS = 60_000;
/** How many entries of lists without `first` are reckoned with. */
const AT_ROOT = 500;
const NESTED = 20;
const SIZES: Readonly<Record<string, number>> = {
  'Interface.containers': 2,
  'Container.interfaces': 2,
  'AlertNews.alerts': 200,
  'Incident.deliveries': 100,
  'Query.quotas': MOST_QUOTAS,
  'Quota.daily': 31,
};
/** Of states, whose columns need not be chosen one by one: as many as the widest have. */
const MOST_COLUMNS = PROTOCOL_COUNTERS.length;
/** How many ways each host is reckoned with, which are known only once they are read: to some peers, and to NATS. */
const WAYS_A_HOST = 5;
/** Whose lines are those of what is named or passes. */
const STATES = new Set(
  ['hostSeries', 'containerSeries', 'protocolSeries', 'latencySeries'].map((name) => `Query.${name}`),
);
const TOLD_A_MINUTE = 60;
const ROOTS = new Set(['Query', 'Mutation', 'Subscription']);

/** What is told again and again is reckoned with as often as it may be in a minute. */
export function timesTold(parent: string, field: string): number {
  return parent === 'PatternNews' && field === 'pattern' ? TOLD_A_MINUTE : 1;
}

/** How many entries of a list are reckoned with where its arguments do not bound it. */
export function sizeOfList(parent: string, field: string): number {
  return SIZES[`${parent}.${field}`] ?? (ROOTS.has(parent) ? AT_ROOT : NESTED);
}

/** What a field costs by what it is asked, whatever is selected of it: that of the range that it reads, if it reads one. */
export function costOfArguments(parent: string, field: string, given: Arguments): number {
  const asked = { ...given, ...recordOf(given['input']) };
  const name = `${parent}.${field}`;
  return FIXED[name]?.(asked) ?? ALERT_PRICES[name]?.(asked) ?? costOfRead(name, asked);
}

function costOfRead(name: string, asked: Arguments): number {
  const range = name === 'Query.averages' ? NEWEST : rangeOf(asked);
  const whom = { ...whomOf(asked), ...(STATES.has(name) && { interfaces: linesOf(name, asked) }) };
  return range ? costOfRange({ ...range, ...whom, ...whatOf(asked) }) : 0;
}

function linesOf(name: string, asked: Arguments): number {
  const most = mostLines(typeof asked['points'] === 'number' ? asked['points'] : MAX_POINTS);
  const named = Math.min(whomOf(asked).interfaces ?? most, most);
  return name === 'Query.latencySeries' ? Math.max(MAX_LINES, WAYS_A_HOST * named) : named;
}

type Range = Pick<RangeAsked, 'fromMs' | 'toMs' | 'points'>;

/** A quarter of an hour of samples. */
const NEWEST: Range = { fromMs: 0, toMs: 15 * MINUTE_MS, points: null };

/** A list within a range costs what it answers: its first entries are found without reading all. */
function rangeOf({ from, to, points, first }: Arguments): Range | null {
  if (!(from instanceof Date && to instanceof Date) || first !== undefined) return null;
  return { fromMs: from.getTime(), toMs: to.getTime(), points: typeof points === 'number' ? points : null };
}

function whomOf(asked: Arguments): Pick<RangeAsked, 'interfaces' | 'hosts' | 'groups'> {
  const { filter, top, count = recordOf(top)['count'] } = asked;
  return {
    // Hosts, containers and interfaces that are named have one state each, or one series.
    interfaces: sumOf(['interfaces', 'containers', 'hosts'].map((list) => lengthOf(asked[list]))),
    hosts: hostsNamed(recordOf(filter)),
    groups: typeof count === 'number' ? Math.max(count, 0) + 1 : isOneGroup(asked) ? 1 : null,
  };
}

function isOneGroup({ grouping, groupBy, groupByLabels }: Arguments): boolean {
  const dimensions: readonly unknown[] = Array.isArray(groupBy) ? groupBy : [grouping];
  return lengthOf(groupByLabels) === null && dimensions.length === 1 && dimensions[0] === 'all';
}

function whatOf({ counters, measures, compareMilliseconds }: Arguments): Pick<RangeAsked, 'columns' | 'isCompared'> {
  return {
    columns: (lengthOf(counters) ?? MOST_COLUMNS) * (lengthOf(measures) ?? 1),
    isCompared: typeof compareMilliseconds === 'number',
  };
}

/** Null where none is known. */
function sumOf(counts: readonly (number | null)[]): number | null {
  const known = counts.filter((count) => count !== null);
  return known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0);
}

function lengthOf(value: unknown): number | null {
  return Array.isArray(value) ? value.length : null;
}
