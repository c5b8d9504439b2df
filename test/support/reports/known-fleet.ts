import { COUNTERS, type ContainerInfo, type Counter, type InventoryMessage, type NetworkInfo } from '@weir/model';
import type { Arrival } from '../../../apps/aggregator/src/store/write/arrival.js';
import type { BatchWriter } from '../../../apps/aggregator/src/store/write/batch-writer.js';
import { arrivalOf, FakeAgent, inventoryOf } from '../../medium/store/fake-agent.js';

export const SECOND_MS = 1_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
export const TICK_MS = 10 * SECOND_MS;
/** Two months by the clocks of Berlin, which are put back on the 25th of October. */
export const SEPTEMBER = Date.parse('2026-09-01T00:00:00+02:00');
export const OCTOBER = Date.parse('2026-10-01T00:00:00+02:00');
export const NOVEMBER = Date.parse('2026-11-01T00:00:00+01:00');
/** When the inventory of the first day is told: an hour before the first sample of each day. */
const FIRST_MS = Date.parse('2026-08-31T11:00:00Z');
/** When one host joined, and when it was heard last. */
export const JOINED = Date.parse('2026-10-10T11:00:00Z');
const SILENT = Date.parse('2026-10-20T11:00:00Z');
/** On either side of midnight in Berlin, by both of its clocks, and in Kolkata; and at noon. */
const BEGINS = ['12:00:00', '18:29:50', '18:30:00', '21:59:50', '22:00:00', '22:59:50', '23:00:00'];
/** A name that a spreadsheet would run. */
export const HOSTILE = '=HYPERLINK("http://x","y")';
export const NAMES = ['alpha', HOSTILE, 'gamma'] as const;
export const SPEED_BYTES_PER_SECOND = 10_000_000_000 / 8;

/** What one interface counted in one sample. */
export interface Counted {
  readonly host: number;
  readonly key: string;
  readonly isUplink: boolean;
  readonly network: string | null;
  readonly service: string | null;
  readonly startMs: number;
  readonly counts: readonly number[];
}

/** A fleet of which all is known that it counted. */
export interface KnownFleet {
  readonly agents: readonly FakeAgent[];
  readonly counted: Counted[];
  /** When each sample of a host began. */
  readonly ticks: readonly number[][];
  /** Writes what came in time; `tellLate` the rest. */
  write(writer: BatchWriter): Promise<void>;
  tellLate(writer: BatchWriter): Promise<void>;
  /** Further samples of the first host's uplink, which begin then. */
  tellRecent(writer: BatchWriter, begins: readonly number[]): Promise<void>;
}

/** Makes it: three hosts, of which one has a container that is made anew every day, and one is there for ten days. */
export function knownFleet(): KnownFleet {
  const agents = NAMES.map(() => new FakeAgent());
  const counted: Counted[] = [];
  const ticks: number[][] = NAMES.map(() => []);
  const days = Array.from(
    { length: Math.floor((NOVEMBER - FIRST_MS) / DAY_MS) + 1 },
    (_, day) => FIRST_MS + day * DAY_MS,
  );
  const late: Arrival[] = [];

  const sample = (host: number, day: number, startMs: number): Arrival => {
    const number = ticks[host]?.push(startMs) ?? 0;
    const container = containerOf(host, day);
    const keys = ['host/eth0', ...(container ? [keyOf(container)] : [])];
    const deltas = Object.fromEntries(
      keys.map((key, place) => [key, COUNTERS.map((counter) => countOf(counter, host, place, number))]),
    );
    for (const [key, counts] of Object.entries(deltas)) {
      const isUplink = key === 'host/eth0';
      const of = isUplink
        ? { network: null, service: null }
        : { network: NETWORKS[host] ?? null, service: SERVICES[host] ?? null };
      counted.push({ host, key, isUplink, ...of, startMs, counts });
    }
    const message = agents[host]?.tick(startMs + TICK_MS, deltas, { ms: TICK_MS });
    return arrivalOf({ kind: 'traffic', message: message as NonNullable<typeof message> });
  };
  const ofDay = (host: number, day: number, dayMs: number): Arrival[] => {
    const date = new Date(dayMs).toISOString().slice(0, 10);
    const begins = BEGINS.map((begin) => Date.parse(`${date}T${begin}Z`));
    return begins.flatMap((startMs, place) => {
      const arrival = sample(host, day, startMs);
      if ((day + place) % 9 !== 5) return [arrival];
      late.push(arrival);
      return [];
    });
  };

  return {
    ...{ agents, counted, ticks },
    write: async (writer) => {
      for (const [day, dayMs] of days.entries()) {
        const there = agents.map((agent, host) => ({ agent, host })).filter(({ host }) => isThere(host, dayMs));
        const told = there.map(({ agent, host }) => inventory(agent, host, day, dayMs));
        await writer.write(told.map((message) => arrivalOf({ kind: 'inventory', message })));
        await writer.write(there.flatMap(({ host }) => ofDay(host, day, dayMs)));
      }
    },
    tellLate: async (writer) => void (await writer.write(late)),
    tellRecent: async (writer, begins) => {
      const told = begins.map((startMs, index) => {
        const deltas = { 'host/eth0': COUNTERS.map(() => 1_000_000_000 + index) };
        return agents[0]?.tick(startMs + TICK_MS, deltas, { ms: TICK_MS });
      });
      await writer.write(told.flatMap((message) => (message ? [arrivalOf({ kind: 'traffic', message })] : [])));
    },
  };
}

const NETWORKS = ['shop_front', 'shop_back'];
const SERVICES = ['shop/web', 'shop/db'];

function isThere(host: number, ms: number): boolean {
  return host < 2 || (ms >= JOINED && ms < SILENT);
}

/** Of the first host a new one each day, of the second always the same, of the third none. */
function containerOf(host: number, day: number): ContainerInfo | null {
  const [, name] = SERVICES[host]?.split('/') ?? [];
  if (name === undefined) return null;
  const made = host === 0 ? day + 1 : 4_000;
  return {
    ...{ id: made.toString(16).padStart(64, 'c'), name, image: name, namespace: made.toString(16).padStart(12, 'a') },
    ...{ hostNetwork: false, labels: {}, stack: 'shop', service: name, pod: null, podNamespace: null, workload: null },
    startedAt: FIRST_MS,
  };
}

const keyOf = ({ namespace }: ContainerInfo): string => `${namespace ?? ''}/eth0`;

/** Different of each sample, place and counter, so that none can stand for another; an error now and then. */
function countOf(counter: Counter, host: number, place: number, number: number): number {
  if (counter.endsWith('Errors') || counter.endsWith('Dropped')) return host === 0 && number % 50 === 7 ? 3 : 0;
  const unit = counter.endsWith('Packets') ? 10 : counter.startsWith('tx') ? 800_003 : 1_000_003;
  return unit * (number + 1 + 700 * (host + 1)) + 7 * place + (counter.startsWith('tx') ? 5 : 0);
}

function inventory(agent: FakeAgent, host: number, day: number, dayMs: number): InventoryMessage {
  const container = containerOf(host, day);
  const told = inventoryOf(agent.host, dayMs, ['host/eth0', ...(container ? [keyOf(container)] : [])]);
  const name = NETWORKS[host];
  const network: NetworkInfo[] =
    name === undefined ? [] : [{ id: name, name, driver: 'bridge', internal: false, subnets: [], bridge: null }];
  return {
    ...told,
    rev: day + 1,
    os: { ...told.os, hostname: NAMES[host] ?? '' },
    agent: { ...told.agent, intervalMs: TICK_MS, docker: 'connected' },
    interfaces: told.interfaces.map((each) => ({ ...each, network: each.uplink ? null : (name ?? null) })),
    containers: container ? [container] : [],
    networks: network,
  };
}
