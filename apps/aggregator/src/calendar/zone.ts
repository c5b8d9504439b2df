const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MINUTE_MS = 60_000;
/** Of one zone people may ask by many spellings: `utc`, `Utc`. */
const MOST_FORMATS = 500;
/** A few of each day of some years; some megabytes. */
const MOST_OFFSETS = 20_000;

/** A day and a time as a clock on the wall shows them. */
export interface WallTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly minuteOfDay: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();
/** By zone and minute: days of a quota are asked for again and again, and a format takes microseconds each time. */
const offsets = new Map<string, number>();

/** Whether a name of a time zone is known, such as `Europe/Berlin` or `UTC`. */
export function isTimeZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** What clocks of the zone show at a moment. */
export function wallTimeOf(atMs: number, timeZone: string): WallTime {
  const shifted = new Date(atMs + offsetMs(atMs, timeZone));
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    minuteOfDay: shifted.getUTCHours() * 60 + shifted.getUTCMinutes(),
  };
}

/**
 * The moment at which clocks of the zone show this. Where clocks are put back they show it twice: `earlier` says which is meant.
 * Where they are put forward past it, it is as long after the jump as it would have been after the hour before.
 */
export function momentOf(
  { year, month, day, minuteOfDay }: WallTime,
  timeZone: string,
  takes: 'earlier' | 'later',
): number {
  const shownMs = Date.UTC(year, month - 1, day) + minuteOfDay * 60_000;
  const [before, after] = [offsetMs(shownMs - DAY_MS, timeZone), offsetMs(shownMs + DAY_MS, timeZone)];
  const candidates = [shownMs - before, shownMs - after];
  const shown = candidates.filter((moment) => moment + offsetMs(moment, timeZone) === shownMs);
  // Skipped by the clocks: by the offset from before the jump.
  if (shown.length === 0) return shownMs - before;
  return takes === 'earlier' ? Math.min(...shown) : Math.max(...shown);
}

/** How many days a month has; `month` is 1 to 12. */
export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** By how much clocks of the zone are ahead of UTC at a moment: the same within a minute, but not within a quarter of an hour. */
function offsetMs(atMs: number, timeZone: string): number {
  const key = `${timeZone} ${String(Math.floor(atMs / MINUTE_MS))}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const read = readOffsetMs(atMs, timeZone);
  if (offsets.size >= MOST_OFFSETS) offsets.clear();
  offsets.set(key, read);
  return read;
}

function readOffsetMs(atMs: number, timeZone: string): number {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(atMs)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = NaN, month = NaN, day = NaN, hour = NaN, minute = NaN, second = NaN } = parts;
  const shownMs = Date.UTC(year, month - 1, day, hour, minute, second);
  return shownMs - Math.floor(atMs / 1_000) * 1_000;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const numeric = {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  } as const;
  const made = new Intl.DateTimeFormat('en-US', {
    ...numeric,
    hourCycle: 'h23',
    era: undefined,
    timeZone,
    calendar: 'gregory',
  });
  if (formats.size >= MOST_FORMATS) formats.clear();
  formats.set(timeZone, made);
  return made;
}
