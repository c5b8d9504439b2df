import type { MomentRange } from '@weir/model';
import { momentOf, type WallTime } from './zone.js';

/** What goes from a time of day to another one, by the clocks of a place. */
export interface DayTimes {
  /** Minutes since midnight; where `to` is not after `from`, it ends the next day. */
  readonly fromMinute: number;
  readonly toMinute: number;
}

const DAY_MINUTES = 1_440;

/** The time of it that begins on a day. What clocks show twice is in it both times. */
export function spanOn(day: WallTime, { fromMinute, toMinute }: DayTimes, timeZone: string): MomentRange {
  const lengthMinutes = (toMinute - fromMinute + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES;
  const fromMs = momentOf({ ...day, minuteOfDay: fromMinute }, timeZone, 'earlier');
  const toMs = momentOf({ ...day, minuteOfDay: fromMinute + lengthMinutes }, timeZone, 'later');
  return { fromMs, toMs };
}
