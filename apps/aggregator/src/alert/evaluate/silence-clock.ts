/** With fewer hosts, one that is away and all that are away cannot be told apart: its own rule tells of it. */
const FEWEST_HOSTS = 2;
const EVERYBODY_AFTER_MS = 5_000;

/**
 * For how long each host has been silent. When nothing comes from anybody, the cause is not the hosts: their clocks stop, which pauses
 * rules on absence, and only the fleet's goes on. They begin anew when data comes again, and when weir itself was away.
 */
export class SilenceClock {
  private resumedMs: number;
  private newestMs = -Infinity;
  private pausedSinceMs: number | null = null;

  constructor(startedMs: number) {
    this.resumedMs = startedMs;
  }

  /** Since when nobody is heard; null where somebody is. */
  get pausedSince(): number | null {
    return this.pausedSinceMs;
  }

  /** Once a tick, with when the newest sample of any host arrived, and how many hosts there are. */
  tick(nowMs: number, newestMs: number, hostCount: number): void {
    this.newestMs = newestMs;
    const heardMs = Math.max(newestMs, this.resumedMs);
    const isQuiet = hostCount >= FEWEST_HOSTS && nowMs - heardMs > EVERYBODY_AFTER_MS;
    if (isQuiet) this.pausedSinceMs ??= heardMs;
    else if (this.pausedSinceMs !== null && newestMs > this.pausedSinceMs) {
      this.pausedSinceMs = null;
      this.resumedMs = nowMs;
    }
  }

  /** Seconds that a host or an interface has been silent for; NaN while nobody is heard. */
  secondsOf(heardMs: number, nowMs: number): number {
    if (this.pausedSinceMs !== null) return NaN;
    return Math.max(0, nowMs - Math.max(heardMs, this.resumedMs)) / 1_000;
  }

  /** Seconds that nobody was heard for. */
  fleetSeconds(nowMs: number): number {
    const heardMs = this.pausedSinceMs ?? Math.max(this.newestMs, this.resumedMs);
    return Math.max(0, nowMs - heardMs) / 1_000;
  }
}
