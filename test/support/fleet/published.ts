import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import {
  COUNTERS,
  decodeInventory,
  decodeState,
  decodeTraffic,
  type InventoryMessage,
  parseSubject,
  type StateMessage,
  STREAM,
  STREAM_SUBJECTS,
  type TrafficMessage,
} from '@weir/model';
import { stopLater } from '../reaper.js';

/** What one agent has published, summed. */
export interface PublishedHost {
  inventory: InventoryMessage | null;
  /** The newest. */
  state: StateMessage | null;
  /** End of the newest interval, ms since 1970. */
  at: number;
  /** Base and deltas together, in the order of COUNTERS. */
  readonly totals: Map<string, readonly bigint[]>;
  /** What no correct agent sends: gaps in seq, checkpoints that contradict the sum, refused messages. */
  readonly faults: string[];
  readonly seen: Map<string, number>;
}

/** Reads along what agents publish to the stream. */
export interface Published {
  /** By host id. */
  readonly hosts: ReadonlyMap<string, PublishedHost>;
  /** The agent of the host of this name. */
  named(name: string): PublishedHost;
  stop(): Promise<void>;
}

/** Makes the stream that agents publish to, keeping all, and adds up whatever comes. */
export async function readPublished(natsUrl: string): Promise<Published> {
  const connection = await connect({ servers: natsUrl });
  const manager = await jetstreamManager(connection);
  await manager.streams.add({ name: STREAM, subjects: [...STREAM_SUBJECTS] });
  const hosts = new Map<string, PublishedHost>();
  const messages = await (await jetstream(connection).consumers.get(STREAM)).consume();
  void (async () => {
    for await (const { subject, data } of messages) take(hosts, subject, data);
  })();
  return {
    hosts,
    named: (name) => {
      const host = [...hosts.values()].find(({ inventory }) => inventory?.os.hostname === name);
      if (!host) throw new Error(`no inventory of ${name} was published`);
      return host;
    },
    stop: stopLater(() => connection.close()),
  };
}

function take(hosts: Map<string, PublishedHost>, subject: string, data: Uint8Array): void {
  const { kind, host: id } = parseSubject(subject) ?? { kind: null, host: '' };
  const host: PublishedHost = hosts.get(id) ?? {
    inventory: null,
    state: null,
    at: 0,
    totals: new Map(),
    faults: [],
    seen: new Map(),
  };
  hosts.set(id, host);
  if (kind === 'inventory') {
    const decoded = decodeInventory(data);
    if (decoded.ok) host.inventory = decoded.value;
    else host.faults.push(`refused inventory: ${JSON.stringify(decoded)}`);
  }
  if (kind === 'state') {
    const decoded = decodeState(data);
    if (decoded.ok) host.state = decoded.value;
    else host.faults.push(`refused state: ${JSON.stringify(decoded)}`);
  }
  if (kind === 'traffic') {
    const decoded = decodeTraffic(data);
    if (decoded.ok) addUp(host, decoded.value);
    else host.faults.push(`refused traffic: ${JSON.stringify(decoded)}`);
  }
}

function addUp(host: PublishedHost, message: TrafficMessage): void {
  const { run, seq, at, keys, columns, base, resets } = message;
  const expected = (host.seen.get(run) ?? 0) + 1;
  if (seq !== expected) host.faults.push(`seq ${seq} instead of ${expected}`);
  host.seen.set(run, seq);
  host.at = Math.max(host.at, at);
  for (const [key, counters] of base) {
    const total = host.totals.get(key);
    if (total && !resets.includes(key) && total.join() !== counters.join()) {
      host.faults.push(`the checkpoint of ${key} is ${counters.join()}, the sum ${total.join()}`);
    }
    host.totals.set(key, counters);
  }
  keys.forEach((key, row) => {
    const total = host.totals.get(key);
    if (!total) return void host.faults.push(`${key} has deltas but no base`);
    const added = COUNTERS.map((counter, index) => (total[index] ?? 0n) + BigInt(columns[counter][row] ?? 0));
    host.totals.set(key, added);
  });
}
