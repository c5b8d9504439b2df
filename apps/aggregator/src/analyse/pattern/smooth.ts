/** Averages over a fading memory, one value after the other. */
export class Smoothing {
  private lengthMs = 0;
  private share = 1;

  constructor(private readonly memoryMs: number) {}

  /** What one value counts. Samples are nearly all equally long: it is reckoned anew where the length changes. */
  shareOf(lengthMs: number): number {
    if (lengthMs !== this.lengthMs) {
      this.lengthMs = lengthMs;
      this.share = lengthMs >= this.memoryMs ? 1 : 1 - Math.exp(-lengthMs / this.memoryMs);
    }
    return this.share;
  }

  /** The average with one value more; an unknown value leaves it, and the first is the average. */
  next(average: number, value: number, lengthMs: number): number {
    if (value !== value) return average;
    return average !== average ? value : average + this.shareOf(lengthMs) * (value - average);
  }
}
