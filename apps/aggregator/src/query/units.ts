import type { Lifetime } from './fill.js';
import type { SeriesGrouping } from './series.js';

/** An interface whose traffic is asked for. */
export interface Member {
  readonly seriesId: number;
  readonly netId: string;
  readonly hostId: number;
  readonly hostUuid: string;
  readonly alive: Lifetime;
}

/**
 * Members of one group that share a host and its coverage: their bytes can be added up before they are divided. A member
 * that could not be read at times stands alone, since its divisor is its own.
 */
export interface Unit {
  readonly group: string;
  readonly hostId: number;
  readonly seriesIds: readonly number[];
  readonly alive: Lifetime;
}

/** Parts the members of each group in units. `unread` = the series that could not be read at some time in the range. */
export function unitsOf(members: readonly Member[], grouping: SeriesGrouping, unread: ReadonlySet<number>): Unit[] {
  const sharing = new Map<string, [Member, ...Member[]]>();
  for (const member of members) {
    const own = unread.has(member.seriesId) ? member.seriesId : 'shared';
    const name = `${groupOf(member, grouping)} ${member.hostId} ${own}`;
    const others = sharing.get(name);
    if (others) others.push(member);
    else sharing.set(name, [member]);
  }
  return [...sharing.values()].map((unit) => asUnit(unit, grouping));
}

function groupOf(member: Member, grouping: SeriesGrouping): string {
  if (grouping === 'interface') return member.netId;
  return grouping === 'host' ? member.hostUuid : 'all';
}

function asUnit(members: readonly [Member, ...Member[]], grouping: SeriesGrouping): Unit {
  return {
    group: groupOf(members[0], grouping),
    hostId: members[0].hostId,
    seriesIds: members.map(({ seriesId }) => seriesId),
    alive: {
      fromMs: Math.min(...members.map(({ alive }) => alive.fromMs)),
      untilMs: Math.max(...members.map(({ alive }) => alive.untilMs)),
    },
  };
}
