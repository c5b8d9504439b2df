/** What comes at once is waited for; while some have waited for so long without a break, more is asked than can be answered. */
const STANDING_MS = 5_000;
/** Then nobody is answered who waited longer: by the time of an answer everybody else would have waited as long. */
const SHORT_MS = 1_000;

/** Who may still be answered of those who wait in a line. */
export class Patience {
  private sinceMs: number | null = null;

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  /** Tells how many wait, whenever that changes. */
  note(waiting: number): void {
    this.sinceMs = waiting === 0 ? null : (this.sinceMs ?? this.nowMs());
  }

  /** Whether who began to wait then is refused, though it is its turn. */
  isOver(beganMs: number): boolean {
    const nowMs = this.nowMs();
    return this.sinceMs !== null && nowMs - this.sinceMs > STANDING_MS && nowMs - beganMs > SHORT_MS;
  }
}
