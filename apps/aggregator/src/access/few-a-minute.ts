import { clientKey } from '../config/addresses.js';

const MINUTE_MS = 60_000;
/** What comes from more addresses than that within a minute is counted together: whoever has so many is one attacker, and memory ends. */
const MOST_ADDRESSES = 1_000;

/** Lets through a few a minute from each address. */
export class FewAMinute {
  private readonly taken = new Map<string, number>();
  private minute = 0;

  constructor(
    private readonly most: number,
    private readonly nowMs: () => number = Date.now,
  ) {}

  /** Whether one more from there is among the few; if so, it counts. */
  take(address: string): boolean {
    this.begin(Math.floor(this.nowMs() / MINUTE_MS));
    const client = clientKey(address);
    const from = this.taken.has(client) || this.taken.size < MOST_ADDRESSES ? client : 'the rest';
    const before = this.taken.get(from) ?? 0;
    if (before < this.most) this.taken.set(from, before + 1);
    return before < this.most;
  }

  private begin(minute: number): void {
    if (minute !== this.minute) this.taken.clear();
    this.minute = minute;
  }
}
