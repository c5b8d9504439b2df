import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { PerCounter, TrafficMessage } from '@weir/model';
import { LiveFeed } from '../live.feed.js';
import { HostWindow } from './host-window.js';
import { MEASURES, type RateMeasure } from './measure.js';

/** Interfaces that move now, the highest first. */
export interface RateRanks {
  /** Ids of interfaces. */
  readonly ids: readonly string[];
  /** A thousand times what each counts per second, as a whole number. */
  readonly values: readonly number[];
}

/** More hosts than a fleet has: whoever may publish could else fill the memory with invented ones. */
const MOST_HOSTS = 20_000;
const HOSTS_A_TURN = 100;
/** Samples come each second: within it, all who ask are answered the same. */
const KEPT_MS = 1_000;

/** How much passes now: of each interface, over the newest five seconds that its agent told, before anything is stored. */
@Injectable()
export class LiveRates {
  private readonly hosts = new Map<string, HostWindow>();
  private readonly made = new Map<RateMeasure, { readonly atMs: number; readonly ranks: Promise<RateRanks> }>();

  constructor(private readonly feed: LiveFeed) {
    feed.listen((message, atMs) => this.take(message, atMs));
  }

  /** What interfaces of a host count together per second; undefined where the host was not heard of lately, null where one could not be read. */
  of(hostId: string, keys: readonly string[], nowMs: number): PerCounter<number> | null | undefined {
    const host = this.hosts.get(hostId);
    return host?.isHeard(nowMs) ? host.ratesOf(keys) : undefined;
  }

  /** All interfaces that move now, by a measure. */
  ranks(measure: RateMeasure, nowMs: number): Promise<RateRanks> {
    const known = this.made.get(measure);
    if (known && nowMs - known.atMs < KEPT_MS) return known.ranks;
    const ranks = this.rank(measure, nowMs);
    this.made.set(measure, { atMs: nowMs, ranks });
    return ranks;
  }

  private take(message: TrafficMessage, atMs: number): void {
    let host = this.hosts.get(message.host);
    if (!host) {
      if (this.hosts.size >= MOST_HOSTS) this.hosts.clear();
      this.hosts.set(message.host, (host = new HostWindow()));
    }
    host.add(message, atMs);
  }

  private async rank(measure: RateMeasure, nowMs: number): Promise<RateRanks> {
    const { counters, combine } = MEASURES[measure];
    const found: { readonly id: string; readonly value: number }[] = [];
    let turn = 0;
    for (const [hostId, host] of this.hosts) {
      if (!host.isHeard(nowMs)) continue;
      if (turn++ % HOSTS_A_TURN === 0) await nextTurn();
      host.eachRate(counters, (key, rates) => {
        const value = Math.round(combine(rates) * 1_000);
        if (value > 0) found.push({ id: this.feed.idOf(hostId, key), value });
      });
    }
    found.sort((one, other) => other.value - one.value);
    return { ids: found.map(({ id }) => id), values: found.map(({ value }) => value) };
  }
}
