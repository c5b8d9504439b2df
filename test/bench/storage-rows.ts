import { COUNTERS, subjectOf } from '@weir/model';
import { decode } from '../../apps/aggregator/src/ingest/decode.js';
import type { Arrival } from '../../apps/aggregator/src/store/write/arrival.js';
import { SimulatedHost } from '../fleet/simulated/host.js';
import { HostTraffic } from '../fleet/simulated/host-traffic.js';
import { type FleetOptions, planHost } from '../fleet/simulated/plan.js';

/** A stretch of time, in seconds since 1970; the last one is excluded. */
export interface Stretch {
  readonly fromSecond: number;
  readonly untilSecond: number;
}

/** What one host counted, as its agent tells it, and as somebody who scrapes it every second would see it. */
export interface HostRows {
  readonly arrivals: readonly Arrival[];
  readonly timesMs: readonly number[];
  /** For each interface its cumulative counters, in the order of COUNTERS, from a second on. */
  readonly counters: ReadonlyMap<string, { readonly from: number; readonly columns: readonly (readonly number[])[] }>;
  /** One for each interface and second, idle or not. */
  readonly offered: number;
  readonly moved: number;
}

/** Makes the traffic of one host of a simulated fleet. */
export function hostRows(options: FleetOptions, index: number, { fromSecond, untilSecond }: Stretch): HostRows {
  const plan = planHost(options, index);
  const agent = { life: 'storage', fromMs: fromSecond * 1_000, hasHistory: true, hasStates: false };
  const host = new SimulatedHost(plan, agent);
  const scraped = new HostTraffic(plan);
  const arrivals: Arrival[] = [];
  const timesMs: number[] = [];
  const counters = new Map<string, { from: number; columns: number[][] }>();
  let offered = 0;
  let moved = 0;
  for (let second = fromSecond; second < untilSecond; second += 1) {
    for (const { kind, host: uuid, payload, ...message } of host.tick(second + 1)) {
      const subject = subjectOf(kind, uuid);
      const bytes = new TextEncoder().encode(payload);
      const content = decode(subject, bytes);
      const sentMs = 'message' in content ? content.message.at : second * 1_000;
      arrivals.push({ subject, payload: bytes, receivedMs: sentMs, sentMs, content });
      if (kind === 'traffic') timesMs.push(sentMs);
      offered += message.rows;
      moved += message.moved;
    }
    scraped.count(second, second + 1);
    scrape(scraped, second - fromSecond, counters);
  }
  return { arrivals, timesMs, counters, offered, moved };
}

function scrape(
  { places, counters: counted }: HostTraffic,
  at: number,
  into: Map<string, { from: number; columns: number[][] }>,
): void {
  for (const { key, offset } of places) {
    if (key === null) continue;
    const known = into.get(key) ?? { from: at, columns: COUNTERS.map(() => []) };
    into.set(key, known);
    known.columns.forEach((column, index) => column.push((column.at(-1) ?? 0) + (counted[offset + index] ?? 0)));
  }
}
