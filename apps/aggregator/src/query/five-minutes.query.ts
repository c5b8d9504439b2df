import { Inject, Injectable } from '@nestjs/common';
import type { Counter, Decoded, Refusal } from '@weir/model';
import type { Pool } from 'pg';
import { DATABASE } from '../store/database.js';
import { type HorizonsNow, readHorizons } from '../store/rollup/horizon.js';
import { finestStepMs } from './extent.js';
import type { Filter } from './filter.js';
import { endOf, type Grid } from './grid.js';
import type { GroupBins } from './group-bins.js';
import type { Grouping } from './grouping.js';
import { type Members, readMembers } from './members.js';
import { readGroups } from './read-groups.js';
import { onSnapshot } from './snapshot.js';
import { WideTurns } from './wide-turns.js';

export const FIVE_MINUTES_MS = 300_000;

/** Average rates of both ways in five minutes each, bytes a second, over the time that is known of them; NaN = nothing is. */
export interface FiveMinutes {
  readonly received: Float64Array;
  readonly transmitted: Float64Array;
  /** Whether anything that passes was there. */
  readonly isThere: boolean;
}

const COUNTERS: readonly Counter[] = ['rxBytes', 'txBytes'];
const TOGETHER: Grouping = { dimensions: ['all'], labels: [] };
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
  async read(filter: Filter, grid: Grid): Promise<Decoded<FiveMinutes>> {
    const range = { fromMs: grid.startMs, toMs: endOf(grid) };
    // Who counted in all of it: what was made anew between two parts was there in neither.
    const members = await onSnapshot(this.database, (client) =>
      readMembers(client, { ...range, filter, interfaces: null, grouping: TOGETHER }),
    );
    const [received, transmitted] = [unknown(grid), unknown(grid)];
    const stepsAtATime = STEPS_A_DAY * daysAtATime(members);
    for (let first = 0; first < grid.count; first += stepsAtATime) {
      const count = Math.min(stepsAtATime, grid.count - first);
      const part = { startMs: grid.startMs + first * grid.stepMs, stepMs: grid.stepMs, count };
      const read = await this.readPart(filter, members, part, (place, rx, tx) => {
        received[first + place] = rx;
        transmitted[first + place] = tx;
      });
      if (read) return { ok: false, refusal: read };
    }
    return { ok: true, value: { received, transmitted, isThere: members.hosts.length > 0 } };
  }

  private readPart(filter: Filter, members: Members, grid: Grid, take: Take): Promise<Refusal | null> {
    return this.wide.answer({ interfaces: null, filter }, () =>
      onSnapshot(this.database, async (client) => {
        const horizons = await readHorizons(client);
        if (finestStepMs(horizons, grid.startMs) > FIVE_MINUTES_MS) return tooOld(horizons);
        const shape = { grid, counters: COUNTERS, maxima: [], sums: false };
        for await (const { bins } of readGroups(client, members, shape, false)) takeKnown(bins, take);
        return null;
      }),
    );
  }
}

function daysAtATime({ hosts }: Members): number {
  const days = Math.floor(DAYS_OF_HOSTS_AT_A_TIME / Math.max(1, hosts.length));
  return Math.max(1, Math.min(MOST_DAYS_AT_A_TIME, days));
}

type Take = (place: number, received: number, transmitted: number) => void;

const unknown = ({ count }: Grid): Float64Array => new Float64Array(count).fill(NaN);

function takeKnown({ rates: [received, transmitted], covered }: GroupBins, take: Take): void {
  covered.forEach((coveredMs, place) => {
    if (coveredMs > 0) take(place, received?.[place] ?? NaN, transmitted?.[place] ?? NaN);
  });
}

function tooOld(horizons: HorizonsNow): Refusal {
  const since = new Date(Math.ceil(horizons['5m'] / FIVE_MINUTES_MS) * FIVE_MINUTES_MS).toISOString();
  const remedy = 'ask from then on, and have them kept for longer (setRetention) before the next ones go';
  return { field: 'from', reason: `is before ${since}, since when five-minute averages are kept: ${remedy}` };
}
