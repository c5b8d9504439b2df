import { Cron } from 'croner';
import type { Refusal } from '@weir/model';
import { isTimeZone } from '../../calendar/zone.js';
import { cronFault } from './cron-fault.js';

/** When something comes again and again, by the clocks of a place. */
export interface CronTimes {
  /** Five fields: minute, hour, day of the month, month, day of the week; or a name such as `@daily`. */
  readonly cron: string;
  /** IANA name. */
  readonly timeZone: string;
}

const LONGEST = 200;
const FIELDS = 5;
const MINUTE_MS = 60_000;
const LEAST_MINUTES = 15;
/** Rules such as "every minute of one hour" are seen within these. */
const LOOKED_AT = 100;
const NAMES = '@hourly, @daily, @weekly, @monthly or @yearly';
const EXAMPLE = 'give minute, hour, day of the month, month and day of the week, such as "0 6 1 * *" or "0 7 * * 1"';

/** What is wrong with a zone that nobody knows. */
export const NO_TIME_ZONE: Refusal = {
  field: 'schedule.timeZone',
  reason: 'is no time zone that is known here: name one such as Europe/Berlin or UTC',
};

/** What is wrong with a schedule, or null. */
export function refusalOfTimes({ cron, timeZone }: CronTimes): Refusal | null {
  const refusal = refusalOfReading({ cron, timeZone });
  if (refusal) return refusal;
  const refuse = (reason: string): Refusal => ({ field: 'schedule.cron', reason });
  const next = cronOf({ cron, timeZone }).nextRuns(LOOKED_AT, new Date());
  if (next.length === 0) return refuse(`never comes: ${EXAMPLE}`);
  const isTooOften = next.some(
    (run, place) => run.getTime() - (next[place - 1]?.getTime() ?? -Infinity) < LEAST_MINUTES * MINUTE_MS,
  );
  return isTooOften ? refuse(`comes more often than every ${LEAST_MINUTES} minutes: name a minute, or several`) : null;
}

/** Why a schedule, whose cron expression may be none, cannot be read; or null. */
export function refusalOfReading({
  cron,
  timeZone,
}: {
  readonly cron: string | null;
  readonly timeZone: string;
}): Refusal | null {
  if (!isTimeZone(timeZone)) return NO_TIME_ZONE;
  return cron === null ? null : refusalOfCron({ cron, timeZone });
}

/** When it comes next after a moment, ms since 1970; null = never again. */
export function nextMs(times: CronTimes, afterMs: number): number | null {
  return cronOf(times).nextRun(new Date(afterMs))?.getTime() ?? null;
}

/** When it came last until a moment, which counts too. */
export function newestMs(times: CronTimes, untilMs: number): number | null {
  // It comes at full minutes; asked is for those before a second.
  const minuteMs = Math.floor(untilMs / MINUTE_MS) * MINUTE_MS;
  return (
    cronOf(times)
      .previousRuns(1, new Date(minuteMs + 1_000))[0]
      ?.getTime() ?? null
  );
}

function refusalOfCron(times: CronTimes): Refusal | null {
  const refuse = (reason: string): Refusal => ({ field: 'schedule.cron', reason });
  if (times.cron.length > LONGEST) return refuse(`is longer than ${LONGEST} characters`);
  const fields = times.cron.match(/\S+/g) ?? [];
  // `@daily` and its like are whole expressions.
  const isName = fields.length === 1 && fields[0]?.startsWith('@') === true;
  if (fields.length !== FIELDS && !isName)
    return refuse(`has ${fields.length} field${fields.length === 1 ? '' : 's'}, not five: ${EXAMPLE}`);
  const isTaken = (cron: string): boolean => isRead({ ...times, cron });
  if (isTaken(times.cron)) return null;
  if (isName) return refuse(`is no name that is known here: give ${NAMES}, or minute, hour and so on, as "0 6 1 * *"`);
  return refuse(`is no cron expression (${cronFault(fields, isTaken)}): ${EXAMPLE}`);
}

/** What its parser says is not passed on: it counts days and months from 0, and names what it does not take here. */
function isRead(times: CronTimes): boolean {
  try {
    cronOf(times);
    return true;
  } catch (error) {
    // Its parser throws these for what is no expression.
    if (error instanceof TypeError || error instanceof RangeError) return false;
    throw error;
  }
}

/** Nothing is run by it: what is due is a row. */
function cronOf({ cron, timeZone }: CronTimes): Cron {
  return new Cron(cron, { timezone: timeZone, mode: '5-part', paused: true });
}
