import { COUNTERS, type TrafficMessage } from '@weir/model';

/** What is older than so many intervals is not of now; a sample that is longer says nothing of now. */
const STALE_INTERVALS = 3;
/** What comes so late is history, which says that the host is there and no more. */
const OLDEST_MS = 5_000;
const SECOND_MS = 1_000;
const COUNT = COUNTERS.length;

/** What the interfaces of one host count now: rates since the last look, each by its place. */
export class HostRates {
  /** When something was heard, ms since 1970 by this process's clock. */
  heardMs = -Infinity;
  /** End of its newest sample, by the right time. */
  newestMs = -Infinity;
  /** Something was told of that is not known yet. */
  hasUnknown = false;
  private places = new Map<string, number>();
  private sums = new Float64Array(0);
  private rates = new Float64Array(0);
  private missedMs = new Float64Array(0);
  private readMs = new Float64Array(0);
  private knownMs = 0;
  private knownAtMs = -Infinity;
  private lengthMs = 0;

  constructor(private intervalMs: number) {}

  /** These are the interfaces from now on, by their keys; what is known of those that stay stays. */
  keep(keys: readonly string[], intervalMs: number): void {
    const before = { places: this.places, sums: this.sums, rates: this.rates, readMs: this.readMs };
    this.intervalMs = intervalMs;
    this.hasUnknown = false;
    this.places = new Map(keys.map((key, place) => [key, place]));
    this.sums = new Float64Array(keys.length * COUNT);
    this.rates = new Float64Array(keys.length * COUNT).fill(NaN);
    this.missedMs = new Float64Array(keys.length);
    this.readMs = new Float64Array(keys.length).fill(this.heardMs);
    for (const [key, place] of this.places) {
      const earlier = before.places.get(key);
      if (earlier === undefined) continue;
      const range = [earlier * COUNT, (earlier + 1) * COUNT] as const;
      this.sums.set(before.sums.subarray(...range), place * COUNT);
      this.rates.set(before.rates.subarray(...range), place * COUNT);
      this.readMs[place] = before.readMs[earlier] ?? NaN;
    }
  }

  placeOf(key: string): number | undefined {
    return this.places.get(key);
  }

  /** Takes in a message; `atMs` = when its interval ended by the right time. */
  take({ keys, unread, columns, ms, part }: TrafficMessage, atMs: number, nowMs: number): void {
    this.heardMs = nowMs;
    this.newestMs = Math.max(this.newestMs, atMs);
    if (Math.abs(nowMs - atMs) > OLDEST_MS || ms > STALE_INTERVALS * this.intervalMs) return;
    if (part === 0) this.knownMs += ms;
    this.lengthMs = ms;
    const counted = COUNTERS.map((counter) => columns[counter]);
    for (let index = 0; index < keys.length; index++) {
      const place = this.places.get(keys[index] as string);
      if (place === undefined) this.hasUnknown = true;
      else this.add(place, counted, index);
    }
    for (const key of unread) {
      const place = this.places.get(key);
      if (place !== undefined) (this.missedMs[place] as number) += ms;
    }
  }

  /** Works out rates of what came since the last look. Where nothing came they stay for three intervals, and are unknown then. */
  settle(nowMs: number): void {
    if (this.knownMs > 0) return this.renew(nowMs);
    const stale = STALE_INTERVALS * Math.max(this.intervalMs, this.lengthMs);
    if (nowMs - this.knownAtMs > stale && this.knownAtMs > -Infinity) {
      this.rates.fill(NaN);
      this.knownAtMs = -Infinity;
    }
  }

  /** Per second; NaN where it is not known now. */
  rate(place: number, counter: number): number {
    return this.rates[place * COUNT + counter] ?? NaN;
  }

  /** Whether it is known what an interface counts now. */
  isKnown(place: number): boolean {
    return !Number.isNaN(this.rates[place * COUNT]);
  }

  /** When an interface was read last; as its host was heard where it never failed. */
  readAt(place: number): number {
    return this.readMs[place] ?? -Infinity;
  }

  private add(place: number, counted: readonly (readonly number[])[], index: number): void {
    const first = place * COUNT;
    for (let counter = 0; counter < COUNT; counter++) {
      (this.sums[first + counter] as number) += counted[counter]?.[index] ?? 0;
    }
  }

  private renew(nowMs: number): void {
    for (let place = 0; place < this.missedMs.length; place++) {
      const knownMs = this.knownMs - (this.missedMs[place] as number);
      const factor = knownMs > 0 ? SECOND_MS / knownMs : NaN;
      for (let at = place * COUNT; at < (place + 1) * COUNT; at++) this.rates[at] = (this.sums[at] as number) * factor;
      if (knownMs > 0) this.readMs[place] = this.heardMs;
    }
    this.sums.fill(0);
    this.missedMs.fill(0);
    this.knownMs = 0;
    this.knownAtMs = nowMs;
  }
}
