import type { ClientBase } from 'pg';
import type { Grid } from './grid.js';
import { compareGroups, isByInterface } from './grouping.js';
import type { GroupBins } from './group-bins.js';
import { maximaOf, type Shape } from './host-bins.js';
import type { Members } from './members.js';
import { Ranking } from './ranking.js';
import { readGroups } from './read-groups.js';
import type { RecentAt } from './recent/recent-hosts.js';
import type { SeriesRequest, Top } from './series.js';
import { rankOf } from './statistics.js';

/** What a chart draws: a group, or the sum of all that are not in the top. */
export interface Line {
  /** Index of the group; REST = the sum. */
  readonly index: number;
  readonly bins: GroupBins;
  /** The same of the compared range. */
  readonly earlier: GroupBins | null;
}

/** The lines of an answer, in order, and how many groups the sum holds. */
export interface Lines {
  readonly lines: readonly Line[];
  readonly restCount: number;
}

/** The index of the sum of what is not in the top. */
export const REST = -1;

/** Lines before they are compared with an earlier range. */
export interface RankedLines {
  readonly lines: Omit<Line, 'earlier'>[];
  readonly restCount: number;
}

/** Reads groups: those of the top, the highest first, and the sum of the rest; without a top all, by name. */
export async function readRanked(
  client: ClientBase,
  { grouping, top }: Pick<SeriesRequest, 'grouping' | 'top'>,
  members: Members,
  shape: Shape,
  recent: RecentAt | null = null,
): Promise<RankedLines> {
  const ranking = new Ranking(top?.count ?? members.groups.length);
  for await (const { index, bins } of readGroups(client, members, shape, isByInterface(grouping), recent)) {
    ranking.offer(index, bins, top ? rank(bins, top) : 0);
  }
  const lines = ranking.best.map(({ group, bins }) => ({ index: group, bins }));
  if (!top) lines.sort((one, other) => compareGroups(members.groups[one.index], members.groups[other.index]));
  if (ranking.rest) lines.push({ index: REST, bins: ranking.rest });
  return { lines, restCount: ranking.restCount };
}

/** Reads the lines of a request over a grid, and over the earlier one that it is compared with. */
export async function readLines(
  client: ClientBase,
  request: SeriesRequest,
  members: Members,
  grid: Grid,
  earlierGrid: Grid | null,
  recent: RecentAt | null = null,
): Promise<Lines> {
  const shape = shapeOf(request, grid);
  const { lines, restCount } = await readRanked(client, request, members, shape, recent);
  const earlier = new Map<number, GroupBins>();
  if (earlierGrid) {
    const best = new Set(lines.map(({ index }) => index));
    const lineOf = (group: number): number => (best.has(group) ? group : REST);
    const clip = isByInterface(request.grouping);
    const groups = readGroups(client, members, { ...shape, grid: earlierGrid }, clip, null, lineOf);
    for await (const { index, bins } of groups) earlier.set(index, bins);
  }
  return {
    lines: lines.map((line) => ({ ...line, earlier: earlier.get(line.index) ?? null })),
    restCount,
  };
}

function rank(bins: GroupBins, { by, counter }: Top): number {
  return rankOf(bins, by, counter === null ? bins.shape.counters : [counter]);
}

/** What must be read to answer a request. */
function shapeOf({ counters, measures, top }: SeriesRequest, grid: Grid): Shape {
  const wantsMaxima = measures.includes('maximum') || top?.by === 'maximum';
  return { grid, counters, maxima: wantsMaxima ? maximaOf(counters) : [], sums: measures.includes('sum') };
}
