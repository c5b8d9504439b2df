/** What is off by less than this is not corrected again. */
const SAME_MS = 30_000;

/** The times that this host signs: each later than the one before, and by the aggregator's clock where its own is off. */
export class SigningClock {
  private offMs = 0;
  private signedAt = 0;

  /** `nowMs` = the wall clock, ms since 1970. */
  constructor(private readonly nowMs: () => number) {}

  now(): number {
    return (this.signedAt = Math.max(this.nowMs() + this.offMs, this.signedAt + 1));
  }

  /** Goes by the aggregator's clock from now on; answers by how many ms it corrects, or null where it did so before. */
  correct(serverMs: number): number | null {
    const offMs = serverMs - this.nowMs();
    if (Math.abs(offMs - this.offMs) < SAME_MS) return null;
    [this.offMs, this.signedAt] = [offMs, 0];
    return offMs;
  }
}
