import type { MomentRange } from '@weir/model';
import type { Filter } from '../../query/filter.js';
import type { GroupTotals } from '../../query/totals.js';
import { answered, coveredMsOf, type ReportContext } from './context.js';

/** How much is known of a host in the range of a report. */
export interface HostTold {
  readonly id: string;
  readonly name: string;
  /** ms of which its traffic is known, and of how many it could be: since it was seen first, and until a minute ago. */
  readonly coveredMs: number;
  readonly expectedMs: number;
  readonly lastSeen: Date;
}

/** What goes on now is stored some seconds later, and rolled up within a minute: it is not missing yet. */
const STORED_WITHIN_MS = 60_000;

/** Several sections tell of them: of a fleet they are read once. */
const KNOWN = new WeakMap<ReportContext, Promise<HostTold[]>>();

/** Every host that a report is about, the least known first. */
export function hostsTold(context: ReportContext): Promise<HostTold[]> {
  const known = KNOWN.get(context) ?? readHosts(context);
  KNOWN.set(context, known);
  return known;
}

async function readHosts(context: ReportContext): Promise<HostTold[]> {
  const { sources, request, nowMs } = context;
  const covered = new Map<string, number>();
  for (const filter of await filtersOfHosts(context)) {
    await eachHost(context, filter, (group) => covered.set(group.group, coveredMsOf(group)));
  }
  const rows = await sources.hosts.byUuids([...covered.keys()]);
  const told = rows.map(({ id, name, firstSeen, lastSeen }): HostTold => {
    const expectedMs = expectedMsOf(request, firstSeen.getTime(), nowMs);
    return { id, name, lastSeen, expectedMs, coveredMs: Math.min(expectedMs, covered.get(id) ?? 0) };
  });
  return told.sort((one, other) => shareOf(one) - shareOf(other) || (one.name < other.name ? -1 : 1));
}

/** Of how many ms the traffic of a host could be known by now. */
export function expectedMsOf({ fromMs, toMs }: MomentRange, firstSeenMs: number, nowMs: number): number {
  return Math.max(0, Math.min(toMs, nowMs - STORED_WITHIN_MS) - Math.max(fromMs, firstSeenMs));
}

/** The share that is known, 0 to 1; 1 of a host that came later. */
export function shareOf({ coveredMs, expectedMs }: Pick<HostTold, 'coveredMs' | 'expectedMs'>): number {
  return expectedMs === 0 ? 1 : coveredMs / expectedMs;
}

/** The share that is known of all hosts together; null where there is none. */
export function shareOfAll(hosts: readonly HostTold[]): number | null {
  const sum = (of: (host: HostTold) => number): number => hosts.reduce((total, host) => total + of(host), 0);
  const expectedMs = sum((host) => host.expectedMs);
  return expectedMs === 0 ? null : sum((host) => host.coveredMs) / expectedMs;
}

/** A filter names no more. */
const MOST_NAMED = 1_000;

/** A container may come and go: whether anything is known is asked of its host. */
async function filtersOfHosts(context: ReportContext): Promise<Filter[]> {
  if (context.traffic.classes == null) return [context.traffic];
  const ids: string[] = [];
  await eachHost(context, context.traffic, ({ group }) => ids.push(group));
  const filters: Filter[] = [];
  for (let first = 0; first < ids.length; first += MOST_NAMED) {
    filters.push({ hosts: ids.slice(first, first + MOST_NAMED) });
  }
  return filters;
}

async function eachHost(context: ReportContext, filter: Filter, take: (group: GroupTotals) => unknown): Promise<void> {
  const asked = context.asked({ dimensions: ['host'], labels: [] }, { counters: ['rxBytes'], filter });
  const { parts } = answered(await context.sources.totals.open(asked, 'total'));
  for await (const { groups } of parts) groups.forEach(take);
}
