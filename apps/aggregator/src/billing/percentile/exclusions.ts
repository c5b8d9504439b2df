import type { MomentRange } from '@weir/model';
import { dayNumber, midnightOf } from '../../calendar/day.js';
import { type DayTimes, spanOn } from '../../calendar/day-span.js';
import { type Weekday, weekdayOf } from '../../calendar/weekday.js';
import { wallTimeOf, type WallTime } from '../../calendar/zone.js';
import { endOf, type Grid } from '../../query/grid.js';
import { Turn } from '../../background/turns.js';

/** A time that is not billed each week, by the clocks of a place. */
export interface WeeklyWindow extends DayTimes {
  /** Days on which it begins; none = every day. */
  readonly weekdays: readonly Weekday[];
}

/** What is not billed. */
export interface Exclusions {
  readonly weekly: readonly WeeklyWindow[];
  readonly ranges: readonly MomentRange[];
  /** IANA name. */
  readonly timeZone: string;
}

/** Which samples are not billed, 1 for each: those of which any part lies in an excluded time. */
export async function excludedSamples(grid: Grid, exclusions: Exclusions): Promise<Uint8Array> {
  const excluded = new Uint8Array(grid.count);
  const exclude = (fromMs: number, toMs: number): void => {
    const first = Math.floor((fromMs - grid.startMs) / grid.stepMs);
    const end = Math.ceil((toMs - grid.startMs) / grid.stepMs);
    if (toMs > fromMs && end > 0) excluded.fill(1, Math.max(0, first), end);
  };
  for (const { fromMs, toMs } of exclusions.ranges) exclude(fromMs, toMs);
  if (exclusions.weekly.length === 0) return excluded;
  // A time of day is asked of a library, which takes its time.
  const turn = new Turn();
  for (const day of daysAround(grid, exclusions.timeZone)) {
    for (const window of exclusions.weekly) {
      if (!beginsOn(window, day)) continue;
      const { fromMs, toMs } = spanOn(day, window, exclusions.timeZone);
      exclude(fromMs, toMs);
    }
    await turn.pass();
  }
  return excluded;
}

/** The days of a place in a stretch of time, and the one before, which may reach into it. */
function* daysAround(grid: Grid, timeZone: string): Generator<WallTime> {
  const numberAt = (ms: number): number => dayNumber(wallTimeOf(ms, timeZone));
  const last = numberAt(endOf(grid));
  for (let number = numberAt(grid.startMs) - 1; number <= last; number += 1) yield midnightOf(number);
}

function beginsOn({ weekdays }: WeeklyWindow, day: WallTime): boolean {
  return weekdays.length === 0 || weekdays.includes(weekdayOf(day));
}
