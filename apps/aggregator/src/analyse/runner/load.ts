import { Thinning } from './thinning.js';

/** What is older comes from a host that makes up for a time without NATS: that is not our delay. */
const CATCHING_UP_MS = 60_000;
const LOOK_EVERY_MS = 1_000;
/** So much of what was seen a second ago still counts. */
const KEPT_SHARE = 0.8;

/** How much of a core this process's analysis takes, and how late it is; and how often it therefore looks at interfaces. */
export class Load {
  readonly thinning = new Thinning();
  /** Of a core, over the last seconds. */
  share = 0;
  /** How long ago the interval had ended that was taken in last; the longest of the last second. */
  lagMs = 0;
  private busyMs = 0;
  private latestMs = 0;
  private lookedMs = performance.now();

  /** Some work was done, about an interval that had ended so long ago. */
  add(busyMs: number, lagMs: number): void {
    this.busyMs += busyMs;
    if (lagMs < CATCHING_UP_MS) this.latestMs = Math.max(this.latestMs, lagMs);
  }

  /** Looks at it once a second, however often it is asked to. */
  look(nowMs: number): void {
    const passedMs = performance.now() - this.lookedMs;
    if (passedMs < LOOK_EVERY_MS / 2) return;
    this.share = KEPT_SHARE * this.share + (1 - KEPT_SHARE) * (this.busyMs / passedMs);
    this.lagMs = this.latestMs;
    [this.busyMs, this.latestMs, this.lookedMs] = [0, 0, performance.now()];
    this.thinning.observe(this.share, nowMs);
  }
}
