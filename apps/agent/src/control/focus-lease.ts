import type { Focus } from '@weir/model';

/** How long a tick is: as configured, or shorter for as long as somebody looks at the host. */
export class FocusLease {
  private focusIntervalMs = Number.POSITIVE_INFINITY;
  private endsAtMs = Number.NEGATIVE_INFINITY;

  /**
   * `finestMs` is the shortest that is worth it. `monotonicMs` times the lease: a wall clock that steps must not prolong
   * it.
   */
  constructor(
    private readonly configuredMs: number,
    private readonly finestMs: number,
    private readonly monotonicMs: () => number,
  ) {}

  /** A newer lease takes the place of the one before. */
  renew({ forMs, intervalMs }: Focus): void {
    this.focusIntervalMs = Math.max(intervalMs, this.finestMs);
    this.endsAtMs = this.monotonicMs() + forMs;
  }

  /** Never longer than the configured one. */
  intervalMs(): number {
    const isHeld = this.monotonicMs() < this.endsAtMs;
    return isHeld ? Math.min(this.focusIntervalMs, this.configuredMs) : this.configuredMs;
  }
}
