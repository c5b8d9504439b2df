import { COUNTERS, subjectOf, type TrafficMessage } from '@weir/model';
import { decode } from '../../apps/aggregator/src/ingest/decode.js';
import type { Arrival, Content } from '../../apps/aggregator/src/store/write/arrival.js';
import { SimulatedHost } from '../fleet/simulated/host.js';
import { HostTraffic } from '../fleet/simulated/host-traffic.js';
import { type FleetOptions, planHost } from '../fleet/simulated/plan.js';
import { readApart } from './storage-skew.js';

/** A stretch of time, in seconds since 1970; the last one is excluded. */
export interface Stretch {
  readonly fromSecond: number;
  readonly untilSecond: number;
}

/** Cumulative counters of an interface, in the order of COUNTERS, one value a second from one on. */
interface Counters {
  readonly from: number;
  readonly columns: readonly number[][];
}

/** What one host counted, as its agent tells it, and as somebody who scrapes it every second would see it. */
export interface HostRows {
  readonly arrivals: readonly Arrival[];
  readonly timesMs: readonly number[];
  readonly counters: ReadonlyMap<string, Counters>;
  /** One for each interface and second, idle or not. */
  readonly offered: number;
  readonly moved: number;
}

/** Makes the traffic of one host of a simulated fleet. */
export function hostRows(options: FleetOptions, index: number, { fromSecond, untilSecond }: Stretch): HostRows {
  const plan = planHost(options, index);
  const agent = { life: 'storage', fromMs: fromSecond * 1_000, hasHistory: true, hasStates: false };
  const host = new SimulatedHost(plan, agent);
  // Tells which interfaces there are, also where nothing moves.
  const present = new HostTraffic(plan);
  const arrivals: Arrival[] = [];
  const timesMs: number[] = [];
  const counters = new Map<string, Counters>();
  let offered = 0;
  let moved = 0;
  for (let second = fromSecond; second < untilSecond; second += 1) {
    present.count(second, second + 1);
    for (const { kind, host: uuid, payload, ...message } of host.tick(second + 1)) {
      const subject = subjectOf(kind, uuid);
      const bytes = new TextEncoder().encode(payload);
      const content = apart(decode(subject, bytes));
      const sentMs = 'message' in content ? content.message.at : second * 1_000;
      arrivals.push({ subject, payload: bytes, receivedMs: sentMs, sentMs, content });
      offered += message.rows;
      moved += message.moved;
      if (content.kind !== 'traffic') continue;
      timesMs.push(sentMs);
      scrape(present, content.message, second - fromSecond, counters);
    }
  }
  return { arrivals, timesMs, counters, offered, moved };
}

function apart(content: Content): Content {
  return content.kind === 'traffic' ? { ...content, message: readApart(content.message) } : content;
}

function scrape(
  { places }: HostTraffic,
  { keys, columns }: TrafficMessage,
  at: number,
  into: Map<string, Counters>,
): void {
  const rows = new Map(keys.map((key, row) => [key, row]));
  for (const { key } of places) {
    if (key === null) continue;
    const known = into.get(key) ?? { from: at, columns: COUNTERS.map(() => []) };
    into.set(key, known);
    const row = rows.get(key) ?? -1;
    COUNTERS.forEach((counter, index) => {
      const column = known.columns[index];
      column?.push((column.at(-1) ?? 0) + (columns[counter][row] ?? 0));
    });
  }
}
