import { formatClock } from '../../format/time.js';
import { momentOf, wallOf } from '../../format/zone.js';

/** A time under an axis. */
export interface TimeTick {
  readonly at: number;
  readonly text: string;
}

const [SECOND_MS, MINUTE_MS, HOUR_MS, DAY_MS] = [1_000, 60_000, 3_600_000, 86_400_000];
/** Steps that divide a day, so that each day has its ticks at the same times. */
const STEPS_MS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7, 14].map((days) => days * DAY_MS),
];
const MONTH_STEPS = [1, 3, 6, 12, 24, 60] as const;
const MONTH_MS = 31 * DAY_MS;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** Round times by the clocks that are chosen, `most` at most; an hour that these leave out has none, one that comes twice has it once. */
export function timeTicks(fromMs: number, toMs: number, most: number): TimeTick[] {
  const least = (toMs - fromMs) / Math.max(1, most);
  const stepMs = STEPS_MS.find((step) => step >= least);
  const walls = stepMs === undefined ? monthWalls(fromMs, toMs, least) : stepWalls(fromMs, toMs, stepMs);
  return walls.flatMap((wall) => {
    const at = momentOf(wall);
    const isThere = at >= fromMs && at <= toMs && wallOf(at).getTime() === wall;
    return isThere ? [{ at, text: wordsOf(wall, at, stepMs ?? Infinity) }] : [];
  });
}

function stepWalls(fromMs: number, toMs: number, stepMs: number): number[] {
  const [first, last] = wallsAround(fromMs, toMs);
  const walls: number[] = [];
  for (let wall = Math.ceil(first / stepMs) * stepMs; wall <= last; wall += stepMs) walls.push(wall);
  return walls;
}

function monthWalls(fromMs: number, toMs: number, least: number): number[] {
  const step = MONTH_STEPS.find((months) => months * MONTH_MS >= least) ?? MONTH_STEPS.at(-1) ?? 1;
  const [first, last] = wallsAround(fromMs, toMs);
  const begin = new Date(first);
  const walls: number[] = [];
  let month = Math.floor((begin.getUTCFullYear() * 12 + begin.getUTCMonth()) / step) * step;
  for (let wall = 0; wall <= last; month += step) {
    wall = Date.UTC(Math.floor(month / 12), month % 12);
    walls.push(wall);
  }
  return walls;
}

/** What the clocks show at both ends; where they are set back in between, the hour before counts too. */
function wallsAround(fromMs: number, toMs: number): [number, number] {
  const [first, last] = [wallOf(fromMs).getTime(), wallOf(toMs).getTime()];
  return [Math.min(first, last), Math.max(last, first + (toMs - fromMs))];
}

function wordsOf(wallMs: number, atMs: number, stepMs: number): string {
  const wall = new Date(wallMs);
  const month = MONTHS[wall.getUTCMonth()] ?? '';
  if (stepMs === Infinity) return `${month} ${wall.getUTCFullYear()}`;
  if (wallMs % DAY_MS === 0) return `${wall.getUTCDate()} ${month}`;
  return formatClock(atMs, stepMs < MINUTE_MS);
}
