import { COUNTERS } from '@weir/model';
import type { BatchWriter } from '../../../apps/aggregator/src/store/write/batch-writer.js';
import { arrivalOf, FakeAgent, inventoryOf } from '../../medium/store/fake-agent.js';
import { DAY_MS, HOUR_MS, SECOND_MS, TICK_MS } from './known-fleet.js';

const HOURS_A_DAY = 24;
/** Enough for a trend; the months of which reports are made are long over. */
const DAYS = 10;

/** A link of which it is known how full it is in each hour of the days before now, as shares of its speed. */
export interface KnownLink {
  readonly name: string;
  /** Null = it tells none. */
  readonly speedBitsPerSecond: number | null;
  /** Of the busiest hour of the last day, and what it grows by a day. */
  readonly share: number;
  readonly growthADay: number;
  /** Which way that is; the other one is a quarter of it. */
  readonly way: 'rxBytes' | 'txBytes';
}

export const LINKS: readonly KnownLink[] = [
  { name: 'full', speedBitsPerSecond: 1_000_000_000, share: 0.9, growthADay: 0, way: 'txBytes' },
  { name: 'grows', speedBitsPerSecond: 10_000_000_000, share: 0.6, growthADay: 0.004, way: 'rxBytes' },
  { name: 'calm', speedBitsPerSecond: 40_000_000_000, share: 0.1, growthADay: 0, way: 'txBytes' },
  { name: 'mute', speedBitsPerSecond: null, share: 0.5, growthADay: 0, way: 'rxBytes' },
];
/** Of a link that tells no speed. */
const ANY_SPEED = 1_000_000_000;

/** The host that they are on. */
export const LINKED = 'delta';

/** What the links counted in the sample of an hour. */
export interface KnownHour {
  /** When it began, ms since 1970. */
  readonly startMs: number;
  /** By the name of a link: bytes a second of its busier way. */
  readonly rates: ReadonlyMap<string, number>;
}

/** Tells a sample of each hour of these days, that of now the last. Hours of a day are busy in an order of their own. */
export async function tellLinks(writer: BatchWriter, nowMs: number): Promise<KnownHour[]> {
  const lastMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  const hours = Array.from({ length: DAYS * HOURS_A_DAY + 1 }, (_, hour) => hour - DAYS * HOURS_A_DAY);
  const agent = new FakeAgent();
  const told = inventoryOf(agent.host, lastMs - (DAYS + 1) * DAY_MS, LINKS.map(keyOf));
  const message = {
    ...{ ...told, os: { ...told.os, hostname: LINKED }, agent: { ...told.agent, intervalMs: TICK_MS } },
    interfaces: told.interfaces.map((each, place) => ({
      ...each,
      speedBitsPerSecond: LINKS[place]?.speedBitsPerSecond ?? null,
    })),
  };
  await writer.write([arrivalOf({ kind: 'inventory', message })]);
  const ticks = hours.map((hour) => {
    const deltas = Object.fromEntries(LINKS.map((link) => [keyOf(link), countsOf(link, hour)]));
    const traffic = agent.tick(lastMs + hour * HOUR_MS + TICK_MS, deltas, { ms: TICK_MS });
    return arrivalOf({ kind: 'traffic', message: traffic });
  });
  await writer.write(ticks);
  return hours.map((hour) => ({
    startMs: lastMs + hour * HOUR_MS,
    rates: new Map(LINKS.map((link) => [link.name, (bytesOf(link, hour) * SECOND_MS) / TICK_MS])),
  }));
}

const keyOf = ({ name }: KnownLink): string => `host/${name}`;

function countsOf(link: KnownLink, hour: number): number[] {
  const bytes = bytesOf(link, hour);
  return COUNTERS.map((counter) =>
    counter === link.way ? bytes : counter.endsWith('Bytes') ? Math.floor(bytes / 4) : 0,
  );
}

/** Bytes of the busier way in the sample of an hour, counted back from now: from a half to all of what its day has at most. */
function bytesOf({ speedBitsPerSecond, share, growthADay }: KnownLink, hour: number): number {
  const day = Math.floor(hour / HOURS_A_DAY);
  const place = (((hour * 7) % HOURS_A_DAY) + HOURS_A_DAY) % HOURS_A_DAY;
  const busyness = 0.5 + (0.5 * place) / (HOURS_A_DAY - 1);
  const bytesATick = (((speedBitsPerSecond ?? ANY_SPEED) / 8) * TICK_MS) / SECOND_MS;
  return Math.round((share + growthADay * (day + 1)) * busyness * bytesATick);
}
