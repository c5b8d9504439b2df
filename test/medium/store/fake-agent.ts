import { randomUUID } from 'node:crypto';
import {
  COUNTERS,
  type Counter,
  type InventoryMessage,
  perCounter,
  type StateMessage,
  type TrafficMessage,
} from '@weir/model';
import type { Arrival, Content } from '../../../apps/aggregator/src/store/write/arrival.js';

/** A deltas-only view of a tick: key → eight deltas in the order of COUNTERS. */
export type Deltas = Readonly<Record<string, readonly number[]>>;

/** Plays an agent: keeps the truth of what was counted, and makes the messages that a real one would send. */
export class FakeAgent {
  readonly boot = randomUUID();
  run = randomUUID().replaceAll('-', '');
  /** What the kernel counted since this agent began, for each key. */
  readonly truth = new Map<string, bigint[]>();
  private readonly cumulative = new Map<string, bigint[]>();
  private seq = 0;

  constructor(
    readonly host: string = randomUUID(),
    private readonly startsAt = 1_000n,
  ) {}

  /** One tick: counts the deltas and makes its message. `reset` = keys whose counters begin anew in this interval. */
  tick(
    at: number,
    deltas: Deltas,
    { ms = 1_000, unread = [], reset = [], part = 0, checkpoint = false }: TickOptions = {},
  ): TrafficMessage {
    const keys = Object.keys(deltas);
    const base = new Map<string, readonly bigint[]>();
    for (const key of keys) {
      const isNew = !this.cumulative.has(key);
      if (isNew)
        this.cumulative.set(
          key,
          COUNTERS.map(() => this.startsAt),
        );
      if (reset.includes(key))
        this.cumulative.set(
          key,
          COUNTERS.map(() => 0n),
        );
      if (isNew || reset.includes(key) || checkpoint) base.set(key, [...this.counters(key)]);
      this.count(key, deltas[key] ?? []);
    }
    return {
      v: 1,
      host: this.host,
      boot: this.boot,
      run: this.run,
      seq: ++this.seq,
      part,
      at,
      ms,
      keys,
      unread,
      columns: perCounter((_, index) => keys.map((key) => deltas[key]?.[index] ?? 0)),
      base,
      resets: reset,
    };
  }

  /** What the kernel shows now. */
  counters(key: string): readonly bigint[] {
    return this.cumulative.get(key) ?? [];
  }

  /** Starts a new life of the agent: its sequence begins anew under another name. */
  restart(): void {
    this.run = randomUUID().replaceAll('-', '');
    this.seq = 0;
    this.cumulative.clear();
  }

  private count(key: string, deltas: readonly number[]): void {
    const add = (counters: readonly bigint[]): bigint[] =>
      counters.map((counter, index) => counter + BigInt(deltas[index] ?? 0));
    this.cumulative.set(key, add(this.counters(key)));
    this.truth.set(key, add(this.truth.get(key) ?? COUNTERS.map(() => 0n)));
  }
}

export interface TickOptions {
  readonly ms?: number;
  readonly unread?: readonly string[];
  readonly reset?: readonly string[];
  readonly part?: number;
  readonly checkpoint?: boolean;
}

/** Eight different deltas made from one number, so that no two columns can be mixed up unseen. */
export function eight(seed: number): number[] {
  return COUNTERS.map((_: Counter, index) => seed * (index + 1) + index);
}

/** A state message of 10 s that tells nothing but what it is given; its number is 1. */
export function stateOf(agent: FakeAgent, at: number, more: Partial<StateMessage> = {}): StateMessage {
  return {
    ...{ v: 1, host: agent.host, boot: agent.boot, run: agent.run, seq: 1, part: 0, at, ms: 10_000 },
    ...{ cpu: null, memory: null, load: null, softnet: null, conntrack: null, sockets: null, protocols: null },
    ...{ containers: null, latency: null, failing: [] },
    ...more,
  };
}

/** An inventory with the given interface keys and nothing else of interest. */
export function inventoryOf(
  host: string,
  at: number,
  keys: readonly string[],
  more: Partial<InventoryMessage> = {},
): InventoryMessage {
  return {
    v: 1,
    host,
    at,
    rev: 1,
    agent: {
      version: '0.1.0',
      run: 'run',
      startedAt: at,
      intervalMs: 1_000,
      docker: 'absent',
      kubernetes: 'absent',
      off: [],
      missing: [],
    },
    os: { hostname: 'builder-7', platform: 'linux', kernel: '6.1', boot: 'boot', bootedAt: at - 60_000 },
    interfaces: keys.map((key) => ({
      key,
      name: key.slice(key.indexOf('/') + 1),
      class: key.startsWith('host/') ? 'uplink' : 'container',
      uplink: key.startsWith('host/'),
      since: at - 60_000,
      network: null,
      mac: '02:42:ac:11:00:02',
      mtu: 1_500,
      speedBitsPerSecond: 10_000_000_000,
      state: 'up',
      addresses: ['10.0.0.7'],
      master: null,
    })),
    containers: [],
    networks: [],
    ...more,
  };
}

/** A message as it comes from the stream; its times are ms since 1970. */
export function arrivalOf(content: Content, receivedMs: number = Date.now(), sentMs: number | null = null): Arrival {
  return { subject: 'weir.v1.test', payload: new Uint8Array(), receivedMs, sentMs, content };
}
