import { connect } from '@nats-io/transport-node';
import { COUNTERS, decodeInventory, decodeTraffic, parseSubject, type TrafficMessage } from '@weir/model';
import { stopLater } from '../../support/reaper.js';
import type { Deltas } from '../../medium/store/fake-agent.js';

/** What agents publish while somebody listens. */
export interface Recording {
  /** Id of the host of this name; its agent has told of it. */
  hostId(name: string): string;
  /** The newest inventory of a host, as it was published. */
  inventory(name: string): Uint8Array;
  /** What a host counted in each second between two times, ms since 1970. */
  seconds(name: string, fromMs: number, untilMs: number): Deltas[];
  stop(): Promise<void>;
}

/** Begins to record; what was published before is not in it. */
export async function record(natsUrl: string): Promise<Recording> {
  const connection = await connect({ servers: natsUrl });
  const inventories = new Map<string, { readonly host: string; readonly data: Uint8Array }>();
  const traffic: TrafficMessage[] = [];
  connection.subscribe('weir.v1.*.*', {
    callback: (_, { subject, data }) => {
      const { kind } = parseSubject(subject) ?? {};
      const [inventory, sample] = [decodeInventory(data), decodeTraffic(data)];
      if (kind === 'inventory' && inventory.ok)
        inventories.set(inventory.value.os.hostname, { host: inventory.value.host, data });
      if (kind === 'traffic' && sample.ok) traffic.push(sample.value);
    },
  });
  const known = (name: string): { readonly host: string; readonly data: Uint8Array } => {
    const inventory = inventories.get(name);
    if (!inventory) throw new Error(`${name} has told nothing of itself`);
    return inventory;
  };
  return {
    hostId: (name) => known(name).host,
    inventory: (name) => known(name).data,
    seconds: (name, fromMs, untilMs) =>
      traffic
        .filter(({ host, at, ms }) => host === known(name).host && at - ms >= fromMs && at <= untilMs)
        .map(({ keys, columns }) =>
          Object.fromEntries(
            keys.map((key, row) => [key, COUNTERS.map((counter) => columns[counter][row] ?? 0)] as const),
          ),
        ),
    stop: stopLater(() => connection.close()),
  };
}
