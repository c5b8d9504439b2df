import { COUNTERS, type PerCounter, perCounter, type TrafficMessage } from '@weir/model';

/** Rates of now are those of the newest samples of so long, and of one sample at least. */
const WINDOW_MS = 5_000;
const LEAST_SILENCE_MS = 10_000;
const MISSED_INTERVALS = 3;

interface Told {
  readonly message: TrafficMessage;
  /** End of its interval by the right time, ms since 1970. */
  readonly atMs: number;
  /** Thousands of keys are looked for in thousands. */
  readonly unread: ReadonlySet<string>;
}

/** What one host told in the last seconds. */
export class HostWindow {
  private told: Told[] = [];
  private newest: Told | null = null;

  add(message: TrafficMessage, atMs: number): void {
    const told = { message, atMs, unread: new Set(message.unread) };
    if (!this.newest || atMs > this.newest.atMs) this.newest = told;
    const fromMs = this.newest.atMs - Math.max(WINDOW_MS, this.newest.message.ms);
    this.told.push(told);
    this.told = this.told.filter((each) => each.atMs > fromMs);
  }

  /** Whether it told anything of now. */
  isHeard(nowMs: number): boolean {
    if (!this.newest) return false;
    const patienceMs = Math.max(LEAST_SILENCE_MS, MISSED_INTERVALS * this.newest.message.ms);
    return nowMs - this.newest.atMs <= patienceMs;
  }

  /** What interfaces count together per second; null where one of them could not be read at all. */
  ratesOf(keys: readonly string[]): PerCounter<number> | null {
    const spanMs = this.spanMs();
    const sums = COUNTERS.map(() => 0);
    for (const key of keys) {
      const knownMs = spanMs - this.unreadMs(key);
      if (knownMs <= 0) return null;
      for (const { message } of this.told) {
        const place = message.keys.indexOf(key);
        if (place < 0) continue;
        COUNTERS.forEach((counter, index) => {
          sums[index] = (sums[index] ?? 0) + ((message.columns[counter][place] ?? 0) * 1_000) / knownMs;
        });
      }
    }
    return perCounter((_, index) => sums[index] ?? 0);
  }

  /** Shows each interface that moved, with what it counts per second of each of some counters; of what was read. */
  eachRate(
    counters: readonly (keyof PerCounter<unknown>)[],
    show: (key: string, rates: readonly number[]) => void,
  ): void {
    const spanMs = this.spanMs();
    const sums = new Map<string, number[]>();
    for (const { message } of this.told) {
      const columns = counters.map((counter) => message.columns[counter]);
      for (const [place, key] of message.keys.entries()) {
        const known = sums.get(key);
        if (!known)
          sums.set(
            key,
            columns.map((column) => column[place] ?? 0),
          );
        else columns.forEach((column, index) => (known[index] = (known[index] ?? 0) + (column[place] ?? 0)));
      }
    }
    for (const [key, counted] of sums) {
      const knownMs = spanMs - this.unreadMs(key);
      if (knownMs > 0)
        show(
          key,
          counted.map((each) => (each * 1_000) / knownMs),
        );
    }
  }

  /** How long it told of: parts of one sample are of one time. */
  private spanMs(): number {
    const ends = new Map(this.told.map(({ message, atMs }) => [atMs, message.ms]));
    return [...ends.values()].reduce((sum, ms) => sum + ms, 0);
  }

  private unreadMs(key: string): number {
    return this.told.reduce((sum, { message, unread }) => (unread.has(key) ? sum + message.ms : sum), 0);
  }
}
