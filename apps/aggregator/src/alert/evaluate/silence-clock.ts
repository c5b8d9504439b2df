/** With fewer hosts, one that is away and all that are away cannot be told apart: its own rule tells of it. */
const FEWEST_HOSTS = 2;
const EVERYBODY_AFTER_MS = 5_000;
/** So many intervals in which nobody is heard: less would be met between two ticks, more when each host is told to be silent. */
const EVERYBODY_AFTER_INTERVALS = 2;
/** Within this every host that is well is heard again: the longest interval of agents, and time to connect anew. */
const PATIENCE_MS = 30_000;

/**
 * For how long each host has been silent. When nothing comes from anybody, the cause is not the hosts: nothing is known of them,
 * which pauses rules on absence, and only the fleet is silent. When data comes again, or weir itself was away, nothing is known of a
 * host until it is heard or had time to be: neither is it taken for silent, nor is an alert that says so taken for over.
 */
export class SilenceClock {
  private newestMs = -Infinity;
  private hostCount = 0;
  private pausedSinceMs: number | null = null;

  /** `resumedMs`: when this process began to listen, and later when data came again. */
  constructor(private resumedMs: number) {}

  /** Since when nobody is heard; null where somebody is. */
  get pausedSince(): number | null {
    return this.pausedSinceMs;
  }

  /** Once a tick, with when the newest sample of any host arrived, how many hosts there are, and the longest interval of theirs. */
  tick(nowMs: number, newestMs: number, hostCount: number, intervalMs: number): void {
    this.newestMs = newestMs;
    this.hostCount = hostCount;
    const heardMs = Math.max(newestMs, this.resumedMs);
    const patienceMs = Math.max(EVERYBODY_AFTER_MS, EVERYBODY_AFTER_INTERVALS * intervalMs);
    if (hostCount >= FEWEST_HOSTS && nowMs - heardMs > patienceMs) this.pausedSinceMs ??= heardMs;
    else if (this.pausedSinceMs !== null && newestMs > this.pausedSinceMs) {
      this.pausedSinceMs = null;
      this.resumedMs = newestMs;
    }
  }

  /** Seconds since a host, or an interface, was heard; NaN while that says nothing of it. */
  secondsOf(heardMs: number, nowMs: number): number {
    return this.pausedSinceMs === null ? this.seconds(heardMs, nowMs) : NaN;
  }

  /** Seconds since anybody was heard; NaN where there are too few hosts to speak of a fleet. */
  fleetSeconds(nowMs: number): number {
    if (this.hostCount < FEWEST_HOSTS) return NaN;
    return this.seconds(this.newestMs === -Infinity ? this.resumedMs - 1 : this.newestMs, nowMs);
  }

  private seconds(heardMs: number, nowMs: number): number {
    const isTooEarly = heardMs < this.resumedMs && nowMs - this.resumedMs < PATIENCE_MS;
    return isTooEarly ? NaN : Math.max(0, nowMs - heardMs) / 1_000;
  }
}
