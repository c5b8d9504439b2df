import type { TickTime } from './delta/tick-time.js';

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

/** After the wall clock stepped back, time goes on slower by a tenth until it has caught up: no two samples overlap much. */
const CATCH_UP_PACE = 0.9;

/** Gives each tick a time that is the wall clock's wherever that rises, and rises where it does not. */
export class SteadyClock {
  private aheadMs = 0;

  constructor(
    private readonly source: ClockSource,
    private last: TickTime,
  ) {}

  tick(): TickTime {
    const monotonicMs = this.source.monotonicMs();
    const wall = this.source.wallMs();
    const elapsedMs = Math.max(1, Math.round((monotonicMs - this.last.monotonicMs) * CATCH_UP_PACE));
    const at = Math.max(wall, this.last.at + elapsedMs);
    this.aheadMs = at - wall;
    this.last = { at, monotonicMs };
    return this.last;
  }

  /** The clock by which samples are timed, now: what a message says it was sent at. */
  nowMs(): number {
    return this.source.wallMs() + this.aheadMs;
  }
}

/** How long to wait for the next tick: they fall on multiples of the interval, so that hosts line up. */
export function msToNextTick(wallMs: number, intervalMs: number): number {
  const rest = intervalMs - (wallMs % intervalMs);
  // A timer that fired a touch early must not tick the same boundary twice.
  return rest < intervalMs / 10 ? rest + intervalMs : rest;
}
