import type { MomentRange } from '@weir/model';

const FIRST_MS = 60_000;
const LONGEST_MS = 6 * 3_600_000;

/** Days that could not be counted: they are tried again later and later, with those that were never tried in front. */
export class Setbacks {
  private readonly failures = new Map<number, number>();
  private notBeforeMs = -Infinity;
  private newest = '';

  /** Why one could not be counted last; null where there is none. */
  get reason(): string | null {
    return this.failures.size === 0 ? null : this.newest;
  }

  /** Which of the days that are due are tried now. What is due no longer is no setback. */
  triable(due: readonly MomentRange[], nowMs: number): MomentRange[] {
    const isDue = new Set(due.map(({ fromMs }) => fromMs));
    for (const fromMs of this.failures.keys()) if (!isDue.has(fromMs)) this.failures.delete(fromMs);
    if (this.failures.size > 0 && nowMs < this.notBeforeMs) return [];
    return [...due].sort((one, other) => this.failuresOf(one) - this.failuresOf(other));
  }

  has(day: MomentRange): boolean {
    return this.failures.has(day.fromMs);
  }

  failed(day: MomentRange, reason: string, nowMs: number): void {
    this.failures.set(day.fromMs, this.failuresOf(day) + 1);
    this.newest = reason;
    const total = [...this.failures.values()].reduce((sum, count) => sum + count, 0);
    this.notBeforeMs = nowMs + Math.min(LONGEST_MS, FIRST_MS * 2 ** (total - 1));
  }

  counted(day: MomentRange): void {
    this.failures.delete(day.fromMs);
  }

  private failuresOf({ fromMs }: MomentRange): number {
    return this.failures.get(fromMs) ?? 0;
  }
}
