import type { Counter, MomentRange } from '@weir/model';
import { percentile95 } from '../../billing/percentile/percentile.js';
import { FIVE_MINUTES_MS, type FiveMinutes, fiveMinutesIn } from '../../query/five-minutes.query.js';
import { roundedRate } from '../../query/group-bins.js';
import type { MembersRequest } from '../../query/members.js';
import { OTHERS } from '../../query/series.js';
import type { GroupTotals, TotalsAnswer } from '../../query/totals.js';
import { ALL, type FiveMinutesRead, type ReportContext } from './context.js';
import { statisticOf, stepText } from './sums.js';

/** 95th percentiles of groups, all of averages over the same step. */
export interface Percentiles {
  /** What they are of, in ms. */
  readonly stepMs: number;
  /** Bytes a second; null where nothing is known, and of the rest beside a top, which is read as a whole nowhere. */
  of(group: GroupTotals | null, counter: Counter): number | null;
}

/** Whose percentiles: groups, and how they were found. */
export interface PercentilesOf extends Pick<MembersRequest, 'interfaces' | 'filter' | 'grouping'> {
  readonly groups: readonly GroupTotals[];
  readonly range: MomentRange;
  /** Days of hosts that are read for it at most. */
  readonly mostDaysOfHosts: number;
  /** The same groups with percentiles of averages over a wider step, for where five minutes cannot be read. */
  wider(ids: ReadonlySet<string>): Promise<Pick<TotalsAnswer, 'groups' | 'stepMs'>>;
}

/** What a report tells first: that of a thousand hosts in a month, for which half a minute of CPU is taken. */
const DAYS_FOR_WHOLE = 40_000;
/** What it tells besides, in each of its tables. */
export const DAYS_FOR_ROWS = 5_000;

/** Of fewer five minutes none is dropped: a shorter range is told by shorter averages. */
const FEWEST_SAMPLES = 20;

/**
 * The 95th percentile of five-minute averages, as they are billed; where these are not kept for so long, or too many would have to be
 * read, that of averages over the step that totals are read in.
 */
export async function percentilesOf(context: ReportContext, asked: PercentilesOf): Promise<Percentiles> {
  const read = await readFiveMinutes(context, asked);
  return read ? billedBy(read) : measuredBy(await asked.wider(idsOf(asked.groups)));
}

/** The same of all that a report is about. */
export async function percentilesOfWhole(context: ReportContext): Promise<Percentiles> {
  const read = await fiveMinutesOfWhole(context);
  return read ? billedBy(read) : measuredBy(await context.wholeOf());
}

/** What all had in five minutes each of the range of a report; null where that is not kept, or too much. */
export function fiveMinutesOfWhole(context: ReportContext): Promise<FiveMinutesRead | null> {
  return context.fiveMinutes(async () => {
    const [whole, { request: range, traffic: filter }] = [await context.whole(), context];
    const groups = whole ? [whole] : [];
    return readFiveMinutes(context, {
      ...{ interfaces: null, filter, grouping: ALL, groups, range, mostDaysOfHosts: DAYS_FOR_WHOLE },
    });
  });
}

async function readFiveMinutes(
  context: ReportContext,
  { groups, range, interfaces, filter, grouping, mostDaysOfHosts }: Omit<PercentilesOf, 'wider'>,
): Promise<FiveMinutesRead | null> {
  const grid = fiveMinutesIn(range, context.nowMs);
  const ids = idsOf(groups);
  if (grid.count < FEWEST_SAMPLES || ids.size === 0) return null;
  const asked = { interfaces, filter, grouping, mostDaysOfHosts, groups: ids };
  const read = await context.sources.fiveMinutes.readGroups(asked, grid);
  return read.ok ? { grid, rates: read.value } : null;
}

function idsOf(groups: readonly GroupTotals[]): ReadonlySet<string> {
  return new Set(groups.flatMap(({ group }) => (group === OTHERS ? [] : [group])));
}

function billedBy({ rates }: FiveMinutesRead): Percentiles {
  return { stepMs: FIVE_MINUTES_MS, of: (group, counter) => billed(group, counter, rates) };
}

function measuredBy({ groups, stepMs }: Pick<TotalsAnswer, 'groups' | 'stepMs'>): Percentiles {
  const measured = new Map(groups.flatMap((each) => (each.others === null ? [[each.group, each]] : [])));
  const of = (group: GroupTotals | null, counter: Counter): number | null =>
    statisticOf((group && measured.get(group.group)) ?? null, counter, (each) => each.p95PerSecond);
  return { stepMs, of };
}

/** What they are of, for those who read them. */
export function percentileText({ stepMs }: Percentiles): string {
  return `95 % of all averages over ${stepText(stepMs)} are at most this`;
}

function billed(group: GroupTotals | null, counter: Counter, rates: ReadonlyMap<string, FiveMinutes>): number | null {
  const own = group && rates.get(group.group);
  if (!own) return null;
  const all = counter === 'rxBytes' ? own.received : own.transmitted;
  const value = percentile95(all.filter((rate) => !Number.isNaN(rate)).sort());
  return value === null ? null : roundedRate(value);
}
