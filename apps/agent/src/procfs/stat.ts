/** The kernel's USER_HZ: 100 on every architecture Docker runs on. */
const CLOCK_TICKS_PER_SECOND = 100;
/** Position of `starttime` behind the command name, which may itself hold blanks and brackets. */
const START_TIME_FIELD = 19;

/** When the kernel started, ms since 1970, from `/proc/stat`. */
export function parseBootedAt(text: string): number | null {
  const seconds = /^btime (\d{1,12})$/m.exec(text)?.[1];
  return seconds === undefined ? null : Number(seconds) * 1000;
}

/** When a process started, ms after the kernel's start, from `/proc/<pid>/stat`. */
export function parseStartedAfterBootMs(text: string): number | null {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = fields[START_TIME_FIELD];
  if (ticks === undefined || !/^\d{1,15}$/.test(ticks)) return null;
  return Math.round((Number(ticks) * 1000) / CLOCK_TICKS_PER_SECOND);
}
