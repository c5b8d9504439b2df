/** Under a level by this much, its next crossing counts again: what hovers at a level is told of once. */
const SLACK = 0.05;

/** Watches a share (0 to 1) rise over levels. */
export class Crossing {
  private passed = 0;

  /** `levels` rise. */
  constructor(private readonly levels: readonly number[]) {}

  /** The highest level that the share has risen over since it was last told, or null; each is told once a crossing. */
  observe(share: number): number | null {
    while (this.passed > 0 && share < (this.levels[this.passed - 1] ?? 0) - SLACK) this.passed--;
    const before = this.passed;
    while (share > (this.levels[this.passed] ?? Infinity)) this.passed++;
    return this.passed > before ? (this.levels[this.passed - 1] ?? null) : null;
  }

  /** Whether the share was over any level when last observed. */
  get isOver(): boolean {
    return this.passed > 0;
  }
}
