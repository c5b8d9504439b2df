/**
 * Remembers which messages arrived lately, so that one sent again (its acknowledgement was lost) is shown once. Two
 * generations: an id is kept for at least one span, at most two, and older messages are dropped for their age anyway.
 */
export class Seen {
  private young = new Set<string>();
  private old = new Set<string>();
  private turnedAtMs = 0;

  constructor(private readonly spanMs: number) {}

  /** Whether the id is new; remembers it. */
  isNew(id: string, nowMs: number): boolean {
    this.turn(nowMs);
    if (this.young.has(id) || this.old.has(id)) return false;
    this.young.add(id);
    return true;
  }

  private turn(nowMs: number): void {
    if (nowMs - this.turnedAtMs < this.spanMs) return;
    this.old = this.young;
    this.young = new Set();
    this.turnedAtMs = nowMs;
  }
}
