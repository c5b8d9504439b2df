import { LONGEST_SINCE_MS } from '../../store/block/rows.js';
import { LONGEST_SAMPLE_MS, RECENT_WINDOW_MS } from '../../store/block/window.js';
import { LATE_AFTER_MS, LATE_KEPT_MS, type LateWrite, REACH_MS } from '../../store/late-writes.js';
import { endOf, type Grid } from '../grid.js';
import type { Moment } from './moment.js';

/** What is known of a host from an earlier reading. */
export interface Known {
  /** The buckets that are known. */
  readonly grid: Grid;
  /** What was stored at that reading. */
  readonly moment: Moment;
}

/** What must be read of a host so that all of a grid is known. */
export interface Renewal {
  /** The buckets from this one on change, ms since 1970. */
  readonly fromMs: number;
  /** All that reaches into them lies in rows that begin here or later. */
  readonly rowsFromMs: number;
}

/** What has come since a host was read: with that added to what is known, all is known. */
export interface Addition {
  /** All of it lies in rows that begin here or later. */
  readonly rowsFromMs: number;
  /** Where what is known ends: what begins later was not read. */
  readonly knownUntilMs: number;
  /** What is known already. */
  readonly snapshot: string;
  /** What may be known by now. */
  readonly xmax: bigint;
}

/** So long the COMMIT of a batch may take: right before it, it is noted what is late. */
const SLACK_MS = 5_000;
/** Half of how long late writes are known, so that none was forgotten between two readings. */
const LONGEST_MS = LATE_KEPT_MS / 2;

/** From when on what was known at a moment may have changed, apart from what was written late. */
export function changedFromMs({ grid, moment }: Known): number {
  return Math.min(moment.nowMs - SLACK_MS - LATE_AFTER_MS, endOf(grid));
}

/** The same as `late` for whoever read at that moment, in two at most: what is new to them, and what they know. */
export function foldedAt({ xmin }: Moment, late: readonly LateWrite[]): LateWrite[] {
  const news = late.filter(({ writtenBy }) => writtenBy >= xmin);
  const known = late.filter(({ writtenBy }) => writtenBy < xmin);
  return [news, known].flatMap(([first, ...others]) => (first ? [others.reduce(joined, first)] : []));
}

function joined(one: LateWrite, other: LateWrite): LateWrite {
  const [firstMs, untilMs] = [Math.min(one.firstMs, other.firstMs), Math.max(one.untilMs, other.untilMs)];
  return { ...one, firstMs, untilMs };
}

/**
 * What is to be added since a host was read; null where that is not all. `reachMs` = the end of the last sample that was read
 * then: of what reached over the end of the grid, a part was left out.
 */
export function additionOf(
  known: Known & { readonly reachMs: number },
  grid: Grid,
  now: Moment,
  late: readonly LateWrite[],
): Addition | null {
  const { moment } = known;
  const isUsable = isBefore(moment, now) && isHeldBy(now, moment) && now.nowMs - moment.nowMs < LONGEST_SINCE_MS;
  const [startMs, knownUntilMs] = [known.grid.startMs, endOf(known.grid)];
  const isFurther = grid.startMs >= startMs && grid.startMs < knownUntilMs && endOf(grid) >= knownUntilMs;
  const isCut = known.reachMs > knownUntilMs;
  const isLate = late.some(({ writtenBy }) => writtenBy >= moment.xmin);
  if (!isUsable || !isFurther || isCut || isLate) return null;
  return { rowsFromMs: changedFromMs(known), knownUntilMs, snapshot: moment.snapshot, xmax: now.xmax };
}

/**
 * Whether a snapshot holds all that another one does. Transactions may begin in one order and take their snapshots in another:
 * what the later one of them did not hold would be added a second time.
 */
function isHeldBy({ xmax, snapshot }: Moment, other: Moment): boolean {
  const underWay = underWayIn(other.snapshot);
  return other.xmax <= xmax && [...underWayIn(snapshot)].every((xid) => BigInt(xid) >= other.xmax || underWay.has(xid));
}

/** The transactions that a snapshot does not hold, of those that had begun. */
function underWayIn(snapshot: string): ReadonlySet<string> {
  return new Set(snapshot.split(':')[2]?.split(',').filter(Boolean));
}

function isBefore(moment: Moment, now: Moment): boolean {
  return moment.nowMs <= now.nowMs && moment.xmin <= now.xmin;
}

/** What is new since a host was read; null where all must be read. `late` = what was written late of it since, or reaches far. */
export function renewalOf(known: Known, grid: Grid, now: Moment, late: readonly LateWrite[]): Renewal | null {
  const { moment } = known;
  const isUsable = isBefore(moment, now) && now.nowMs - moment.nowMs < LONGEST_MS;
  if (!isUsable || grid.startMs < known.grid.startMs) return null;
  const news = late.filter(({ writtenBy }) => writtenBy >= moment.xmin);
  const changedMs = Math.min(changedFromMs(known), ...news.map(({ firstMs }) => firstMs));
  // What was written long ago is no longer known: its rows, and their samples, may be as long as any.
  const reachMs = news.length > 0 ? RECENT_WINDOW_MS + LONGEST_SAMPLE_MS : REACH_MS;
  const fromMs = grid.startMs + Math.floor((changedMs - grid.startMs) / grid.stepMs) * grid.stepMs;
  const reaching = late.filter(({ untilMs }) => untilMs > fromMs);
  const rowsFromMs = Math.min(fromMs - reachMs, ...reaching.map(({ firstMs }) => firstMs));
  return fromMs > grid.startMs && rowsFromMs > grid.startMs ? { fromMs, rowsFromMs } : null;
}
