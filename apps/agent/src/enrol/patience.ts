const FIRST_MS = 15_000;
const LAST_MS = 900_000;

/** How soon to ask again with what was refused: somebody has to do something first, so each time later. What is another is tried at once. */
export class Patience {
  private refused = '';
  private waitMs = 0;
  private untilMs = 0;

  /** By a clock that is never set. */
  constructor(private readonly nowMs: () => number) {}

  /** Whether it was refused, and is not to be shown again yet. */
  isTried(shown: string): boolean {
    return shown === this.refused && this.nowMs() < this.untilMs;
  }

  refuse(shown: string): void {
    this.waitMs = shown === this.refused ? Math.min(2 * this.waitMs, LAST_MS) : FIRST_MS;
    this.refused = shown;
    this.untilMs = this.nowMs() + this.waitMs;
  }
}
