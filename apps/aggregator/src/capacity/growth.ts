const DAY_MS = 86_400_000;
/** Before that, a checkpoint or a new piece would be taken for a trend. */
const SHORTEST_MS = 10 * 60_000;
const STEP_MS = 60_000;

/** Tells how fast sizes grow, from readings of the last day. */
export class Growth {
  private readonly readings: { readonly atMs: number; readonly bytes: ReadonlyMap<string, number> }[] = [];

  /** Notes the sizes of a moment; readings closer than a minute are not needed. */
  observe(bytes: ReadonlyMap<string, number>, atMs: number): void {
    const last = this.readings.at(-1);
    if (last && atMs - last.atMs < STEP_MS) return;
    this.readings.push({ atMs, bytes });
    while ((this.readings[1]?.atMs ?? Infinity) <= atMs - DAY_MS) this.readings.shift();
  }

  /** Bytes a day that something grew by lately, negative where it shrank; null until it was watched for ten minutes. */
  bytesPerDay(names: readonly string[]): number | null {
    const [first] = this.readings;
    const last = this.readings.at(-1);
    if (!first || !last || last.atMs - first.atMs < SHORTEST_MS) return null;
    const sumOf = (bytes: ReadonlyMap<string, number>): number =>
      names.reduce((sum, name) => sum + (bytes.get(name) ?? 0), 0);
    return Math.round(((sumOf(last.bytes) - sumOf(first.bytes)) * DAY_MS) / (last.atMs - first.atMs));
  }
}
