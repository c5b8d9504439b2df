import { lengthMs, type TickTime } from './tick-time.js';

/** The two clocks of the machine, replaceable in tests. */
export interface ClockSource {
  /** ms since 1970; may step. */
  wallMs(): number;
  /** ms since the kernel started, the same for all its processes; never steps. */
  monotonicMs(): number;
}

export const systemClock: ClockSource = {
  wallMs: () => Date.now(),
  monotonicMs: () => Number(process.hrtime.bigint()) / 1e6,
};

/** After the wall clock stepped back, time goes on slower by at most this share until the wall clock has caught up. */
const SLOW_DOWN = 0.1;

/**
 * Gives each tick a time that is the wall clock's wherever that rises, and rises where it does not. A tick is never
 * slowed by more than a share of the one before, so that the beginnings of intervals (end - length) rise as well: a base
 * at a beginning covers exactly the intervals that begin no earlier.
 */
export class SteadyClock {
  private aheadMs = 0;
  private previousMs = 0;

  /** `last` is up to when everything is accounted for. */
  constructor(
    private readonly source: ClockSource,
    private last: TickTime,
  ) {}

  tick(): TickTime {
    const monotonicMs = this.source.monotonicMs();
    const wall = this.source.wallMs();
    const elapsedMs = lengthMs(this.last, { monotonicMs });
    const slowedMs = elapsedMs - Math.floor(SLOW_DOWN * Math.min(elapsedMs, this.previousMs));
    const at = Math.max(wall, this.last.at + slowedMs);
    this.aheadMs = at - wall;
    this.previousMs = elapsedMs;
    this.last = { at, monotonicMs };
    return this.last;
  }

  /** The clock by which samples are timed, now: what a message says it was sent at. */
  nowMs(): number {
    return this.source.wallMs() + this.aheadMs;
  }
}

const SECOND_MS = 1_000;

/**
 * How long after a multiple of an interval a host has its turn: whole seconds, told by its id. What all hosts of a fleet do at once
 * keeps whoever takes it in from answering meanwhile.
 */
export function turnOffsetMs(hostId: string, intervalMs: number): number {
  return (Number.parseInt(hostId.slice(0, 8), 16) % Math.max(1, Math.floor(intervalMs / SECOND_MS))) * SECOND_MS;
}

/** How long to wait for the next tick: they fall on multiples of the interval, after an offset. Each second, hosts line up. */
export function msToNextTick(wallMs: number, intervalMs: number, offsetMs = 0): number {
  const rest = intervalMs - ((wallMs - offsetMs) % intervalMs);
  // A timer that fired a touch early must not tick the same boundary twice.
  return rest < intervalMs / 10 ? rest + intervalMs : rest;
}
