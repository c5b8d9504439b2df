import { Inject, Injectable } from '@nestjs/common';
import type { Counter, Decoded, MomentRange, Refusal } from '@weir/model';
import type { Pool } from 'pg';
import { DATABASE } from '../store/database.js';
import { type HorizonsNow, readHorizons } from '../store/rollup/horizon.js';
import { finestStepMs } from './extent.js';
import type { Filter } from './filter.js';
import { endOf, type Grid } from './grid.js';
import type { GroupBins } from './group-bins.js';
import { type Grouping, isByInterface } from './grouping.js';
import { membersOfGroups } from './member-parts.js';
import { type Members, type MembersRequest, readMembers } from './members.js';
import { readGroups } from './read-groups.js';
import { onSnapshot } from './snapshot.js';
import { WideTurns } from './wide-turns.js';

export const FIVE_MINUTES_MS = 300_000;

/** Average rates of both ways in five minutes each, bytes a second, over the time that is known of them; NaN = nothing is. */
export interface FiveMinutes {
  readonly received: Float64Array;
  readonly transmitted: Float64Array;
}

/** The same of all that passes a filter, and whether anything was there. */
export interface FiveMinutesOfAll extends FiveMinutes {
  readonly isThere: boolean;
}

/** Whose rates are read, and how they are drawn together. */
type Whose = Pick<MembersRequest, 'interfaces' | 'filter' | 'grouping'>;

/** Some of the groups that this makes. */
export interface FiveMinutesOf extends Whose {
  /** Ids of groups. */
  readonly groups: ReadonlySet<string>;
  /** Days of hosts that are read at most: a thousand of them take about a second of CPU. */
  readonly mostDaysOfHosts: number;
}

/** The five minutes that lie in a range as a whole, and are over; by the clocks of any place they begin at a multiple of five minutes. */
export function fiveMinutesIn({ fromMs, toMs }: MomentRange, nowMs: number): Grid {
  const startMs = Math.ceil(fromMs / FIVE_MINUTES_MS) * FIVE_MINUTES_MS;
  const count = Math.floor((Math.min(toMs, nowMs) - startMs) / FIVE_MINUTES_MS);
  return { startMs, stepMs: FIVE_MINUTES_MS, count: Math.max(0, count) };
}

const COUNTERS: readonly Counter[] = ['rxBytes', 'txBytes'];
const TOGETHER: Grouping = { dimensions: ['all'], labels: [] };
const TOGETHER_ID = 'all';
const STEPS_A_DAY = 288;
/** Each part is read on a snapshot of its own, so that months hold none for long, nor the turn of others: about a second of CPU. */
const DAYS_OF_HOSTS_AT_A_TIME = 1_000;
const MOST_DAYS_AT_A_TIME = 10;

/** Reads what passes a filter, added up, in five minutes each: any range of which these are kept. */
@Injectable()
export class FiveMinutesQuery {
  constructor(
    @Inject(DATABASE) private readonly database: Pool,
    private readonly wide: WideTurns,
  ) {}

  /** The rates, or why there are none any more. `grid` has steps of five minutes. */
  async read(filter: Filter, grid: Grid): Promise<Decoded<FiveMinutesOfAll>> {
    const whose = { filter, interfaces: null, grouping: TOGETHER };
    const members = await this.membersOf(whose, grid);
    const read = await this.ratesOf(whose, members, grid);
    if (!read.ok) return read;
    const rates = read.value.get(TOGETHER_ID) ?? unknown(grid);
    return { ok: true, value: { ...rates, isThere: members.hosts.length > 0 } };
  }

  /** The rates of some groups by their ids, or why there are none: five minutes are not kept for so long, or it would take too long. */
  async readGroups(asked: FiveMinutesOf, grid: Grid): Promise<Decoded<ReadonlyMap<string, FiveMinutes>>> {
    const members = membersOfGroups(await this.membersOf(asked, grid), asked.groups);
    const daysOfHosts = Math.ceil((members.hosts.length * grid.count) / STEPS_A_DAY);
    if (daysOfHosts > asked.mostDaysOfHosts) {
      const reason = `and to are ${daysOfHosts} days of hosts: ask for a shorter range, or for fewer hosts`;
      return { ok: false, refusal: { field: 'from', reason } };
    }
    return this.ratesOf(asked, members, grid);
  }

  /** Who counted in all of it: what was made anew between two parts was there in neither. */
  private membersOf(whose: Whose, grid: Grid): Promise<Members> {
    const range = { fromMs: grid.startMs, toMs: endOf(grid) };
    return onSnapshot(this.database, (client) => readMembers(client, { ...range, ...whose }));
  }

  private async ratesOf(
    whose: Whose,
    members: Members,
    grid: Grid,
  ): Promise<Decoded<ReadonlyMap<string, FiveMinutes>>> {
    const rates = members.groups.map(() => unknown(grid));
    const stepsAtATime = STEPS_A_DAY * daysAtATime(members);
    for (let first = 0; first < grid.count; first += stepsAtATime) {
      const count = Math.min(stepsAtATime, grid.count - first);
      const part = { startMs: grid.startMs + first * grid.stepMs, stepMs: grid.stepMs, count };
      const refusal = await this.readPart(whose, members, part, (group, place, rx, tx) => {
        const of = rates[group];
        if (!of) return;
        of.received[first + place] = rx;
        of.transmitted[first + place] = tx;
      });
      if (refusal) return { ok: false, refusal };
    }
    return { ok: true, value: new Map(members.groups.map(({ id }, index) => [id, rates[index] ?? unknown(grid)])) };
  }

  private readPart(whose: Whose, members: Members, grid: Grid, take: Take): Promise<Refusal | null> {
    return this.wide.answer(whose, () =>
      onSnapshot(this.database, async (client) => {
        const horizons = await readHorizons(client);
        if (finestStepMs(horizons, grid.startMs) > FIVE_MINUTES_MS) return tooOld(horizons);
        const shape = { grid, counters: COUNTERS, maxima: [], sums: false };
        for await (const { index, bins } of readGroups(client, members, shape, isByInterface(whose.grouping))) {
          takeKnown(index, bins, take);
        }
        return null;
      }),
    );
  }
}

function daysAtATime({ hosts }: Members): number {
  const days = Math.floor(DAYS_OF_HOSTS_AT_A_TIME / Math.max(1, hosts.length));
  return Math.max(1, Math.min(MOST_DAYS_AT_A_TIME, days));
}

type Take = (group: number, place: number, received: number, transmitted: number) => void;

function unknown({ count }: Grid): FiveMinutes {
  return { received: new Float64Array(count).fill(NaN), transmitted: new Float64Array(count).fill(NaN) };
}

function takeKnown(group: number, { rates: [received, transmitted], covered }: GroupBins, take: Take): void {
  covered.forEach((coveredMs, place) => {
    if (coveredMs > 0) take(group, place, received?.[place] ?? NaN, transmitted?.[place] ?? NaN);
  });
}

function tooOld(horizons: HorizonsNow): Refusal {
  const since = new Date(Math.ceil(horizons['5m'] / FIVE_MINUTES_MS) * FIVE_MINUTES_MS).toISOString();
  const remedy = 'ask from then on, and have them kept for longer (setRetention) before the next ones go';
  return { field: 'from', reason: `is before ${since}, since when five-minute averages are kept: ${remedy}` };
}
