import type { Counter } from '@weir/model';
import type { TrafficColumns, TrafficTick } from '../../api/index.js';
import type { Reading } from '../../format/reading.js';

/** How much of the past the live view shows. */
export const LIVE_WINDOW_MS = 300_000;

/** One message of a tick. Further parts (≥ 1) may cover an interval of their own. */
interface Part {
  readonly milliseconds: number;
  readonly columns: TrafficColumns;
  readonly positions: ReadonlyMap<string, number>;
}

/** What one host told of one instant, its parts together. */
export interface Tick {
  readonly at: number;
  /** Start of the interval. */
  start: number;
  /** Part 0 was received: what it leaves out stood still, apart from what it calls unread. */
  whole: boolean;
  readonly parts: Part[];
  readonly unread: Set<string>;
}

/** The newest minutes of one host, tick by tick, as they were delivered. */
export class HostWindow {
  readonly ticks: Tick[] = [];
  /** Interfaces first heard of in a tick: before it they did not exist, which is not the same as zero. */
  private readonly bornAt = new Map<string, number>();
  private known: ReadonlySet<string> = new Set();
  private uplinks: readonly string[] = [];

  constructor(readonly hostId: string) {}

  get newest(): Tick | undefined {
    return this.ticks.at(-1);
  }

  /** Tells which interfaces the inventory lists, and which of them make up the host's total. */
  setInterfaces(interfaces: readonly { readonly id: string; readonly uplink: boolean }[]): void {
    this.known = new Set(interfaces.map((iface) => iface.id));
    this.uplinks = interfaces.filter((iface) => iface.uplink).map((iface) => iface.id);
  }

  /** Takes a tick's part in; answers whether it names interfaces that the inventory did not, and follows missed ticks. */
  take(message: TrafficTick): { unknown: boolean; afterMiss: boolean } {
    const afterMiss = this.followsMiss(message);
    const tick = this.tickAt(message);
    const { interfaceIds, unread } = message.columns;
    tick.parts.push({
      milliseconds: message.milliseconds,
      columns: message.columns,
      positions: new Map(interfaceIds.map((id, position) => [id, position])),
    });
    unread.forEach((id) => tick.unread.add(id));
    if (message.part === 0) tick.whole = true;
    this.trim(message.at);
    return { unknown: this.noteBirths(interfaceIds, message.at - message.milliseconds), afterMiss };
  }

  /** A rate at one tick, in things a second. The host's own id stands for the sum of its uplinks. */
  rateAt(tick: Tick, id: string, counter: Counter): Reading {
    return id === this.hostId ? this.totalAt(tick, counter) : this.interfaceRateAt(tick, id, counter);
  }

  private totalAt(tick: Tick, counter: Counter): Reading {
    if (this.uplinks.length === 0) return 'unknown';
    let total = 0;
    for (const id of this.uplinks) {
      const rate = this.interfaceRateAt(tick, id, counter);
      if (typeof rate !== 'number') return rate;
      total += rate;
    }
    return total;
  }

  private interfaceRateAt(tick: Tick, id: string, counter: Counter): Reading {
    for (const part of tick.parts) {
      const position = part.positions.get(id);
      const delta = position === undefined ? undefined : part.columns[counter][position];
      if (delta !== undefined) return (delta * 1_000) / part.milliseconds;
    }
    if (tick.unread.has(id)) return 'unread';
    return tick.whole && this.existedAt(id, tick.at) ? 0 : 'unknown';
  }

  private existedAt(id: string, at: number): boolean {
    const born = this.bornAt.get(id);
    return born === undefined ? this.known.has(id) : born < at;
  }

  private tickAt({ at, milliseconds, part }: TrafficTick): Tick {
    let index = this.ticks.length;
    // Late messages are rare and at most seconds late: a look from the end finds their place at once.
    while (index > 0 && (this.ticks[index - 1]?.at ?? 0) > at) index -= 1;
    const found = this.ticks[index - 1];
    if (found?.at === at) {
      if (part === 0) found.start = at - milliseconds;
      return found;
    }
    const tick: Tick = { at, start: at - milliseconds, whole: false, parts: [], unread: new Set() };
    this.ticks.splice(index, 0, tick);
    return tick;
  }

  private noteBirths(ids: readonly string[], start: number): boolean {
    const unknown = ids.filter((id) => !this.known.has(id));
    for (const id of unknown) {
      if (!this.bornAt.has(id)) this.bornAt.set(id, start);
    }
    return unknown.length > 0;
  }

  private followsMiss({ at, milliseconds }: TrafficTick): boolean {
    const previous = this.newest?.at;
    return previous !== undefined && at - milliseconds - previous > milliseconds / 2;
  }

  private trim(newestAt: number): void {
    const oldest = newestAt - LIVE_WINDOW_MS;
    const keepFrom = this.ticks.findIndex((tick) => tick.at > oldest);
    if (keepFrom > 0) this.ticks.splice(0, keepFrom);
  }
}
