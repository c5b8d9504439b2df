import type { Counter, TrafficMessage } from '@weir/model';
import type { Place } from './place.js';

/** So much of a slot, told of in samples, makes it known. */
const KNOWN = 0.9;

/** What a host told of a slot. */
interface Told {
  /** How much of it, 0 to 1. */
  share: number;
  /** Whether by a sample as long as the slot. */
  isWhole: boolean;
  /** The end of the newest sample, and how much of it counts; the same for all of its parts. */
  at: number;
  weight: number;
}

/** What was told of one slot of time: the rates of each group, and who told. */
export class Slot {
  private rates: Float64Array;
  private readonly told = new Map<string, Told>();
  /** How many hosts told of all of it. */
  heard = 0;
  /** Groups of which a member could not be read. */
  readonly unread = new Set<number>();
  /** When something was told of it last, and when half of those expected had told, by the monotonic clock. */
  toldAtMs = 0;
  halfAtMs = -Infinity;
  /** How often it was handed out; 0 = it is still open. */
  revisions = 0;

  constructor(
    readonly number: number,
    private readonly counters: readonly Counter[],
    groups: number,
  ) {
    this.rates = new Float64Array(groups * counters.length);
  }

  isKnown(hostId: string): boolean {
    return (this.told.get(hostId)?.share ?? 0) >= KNOWN;
  }

  /** Makes room for groups that were found since. */
  grow(groups: number): void {
    if (groups * this.counters.length <= this.rates.length) return;
    const grown = new Float64Array(groups * this.counters.length);
    grown.set(this.rates);
    this.rates = grown;
  }

  /** Adds what a host counted. Further parts of a tick tell of more interfaces, but not of more time. */
  add(message: TrafficMessage, groupOf: ReadonlyMap<string, number>, { perSecond, share }: Place): void {
    const { keys, unread, columns } = message;
    const factor = perSecond * this.weigh(message, share);
    const { counters, rates } = this;
    const counted = counters.map((counter) => columns[counter]);
    for (let index = 0; index < keys.length; index += 1) {
      const group = groupOf.get(keys[index] as string);
      if (group === undefined) continue;
      for (let counter = 0; counter < counted.length; counter += 1) {
        (rates[group * counted.length + counter] as number) += (counted[counter]?.[index] ?? 0) * factor;
      }
    }
    for (const key of unread) {
      const group = groupOf.get(key);
      if (group !== undefined) this.unread.add(group);
    }
  }

  /**
   * How much of a sample counts. Where a host changes between whole seconds and quarters, a slot may get both: the later
   * counts for what the earlier left open.
   */
  private weigh({ host, part, at }: TrafficMessage, share: number): number {
    const known = this.told.get(host);
    if (part > 0) return known?.at === at ? known.weight : 1;
    const isWhole = share === 1;
    const isMixed = known !== undefined && known.isWhole !== isWhole;
    const weight = isMixed ? Math.max(0, 1 - known.share) : 1;
    this.hear(host, { share: share * weight, isWhole, at, weight });
    return weight;
  }

  private hear(hostId: string, sample: Told): void {
    const wasKnown = this.isKnown(hostId);
    const { share = 0, isWhole = false } = this.told.get(hostId) ?? {};
    this.told.set(hostId, { ...sample, share: share + sample.share, isWhole: isWhole || sample.isWhole });
    if (!wasKnown && this.isKnown(hostId)) this.heard += 1;
  }

  /** A group's rate of the counter at this place, per second. */
  rate(group: number, counter: number): number {
    return this.rates[group * this.counters.length + counter] ?? 0;
  }

  /** The sum of a group's rates over all counters. */
  total(group: number): number {
    let total = 0;
    for (let counter = 0; counter < this.counters.length; counter += 1) total += this.rate(group, counter);
    return total;
  }
}
