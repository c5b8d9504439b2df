const DAY_SECONDS = 86_400;
const FULLEST_HOUR = 15;
const WEEKEND_SHARE = 0.6;

/** How busy a fleet is at a second since 1970, from 0.2 to 1: most in the afternoon (UTC), least at night and at weekends. */
export function rhythmAt(second: number): number {
  const hour = (second % DAY_SECONDS) / 3_600;
  const daily = 0.675 + 0.325 * Math.cos(((hour - FULLEST_HOUR) / 24) * 2 * Math.PI);
  return isWeekend(second) ? daily * WEEKEND_SHARE : daily;
}

function isWeekend(second: number): boolean {
  // 1970 began on a Thursday.
  const weekday = (Math.floor(second / DAY_SECONDS) + 4) % 7;
  return weekday === 0 || weekday === 6;
}

/** Whether a backup runs that begins each night so many seconds after midnight (UTC) and takes so long. */
export function isInNight(second: number, beginsAfter: number, lastsSeconds: number): boolean {
  const sinceMidnight = second % DAY_SECONDS;
  return sinceMidnight >= beginsAfter && sinceMidnight < beginsAfter + lastsSeconds;
}
