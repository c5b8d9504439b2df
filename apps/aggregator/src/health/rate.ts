/** Tells how fast a rising total rises: its growth over the last window. */
export class Rate {
  private readonly points: { readonly atMs: number; readonly total: number }[] = [];

  constructor(private readonly windowMs: number) {}

  observe(total: number, nowMs: number): void {
    this.points.push({ atMs: nowMs, total });
    while ((this.points[1]?.atMs ?? Infinity) <= nowMs - this.windowMs) this.points.shift();
  }

  /** Null until two moments were observed. */
  get perSecond(): number | null {
    const [first] = this.points;
    const last = this.points.at(-1);
    if (!first || !last || last.atMs <= first.atMs) return null;
    return ((last.total - first.total) * 1_000) / (last.atMs - first.atMs);
  }
}
