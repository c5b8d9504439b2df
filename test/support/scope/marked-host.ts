import { jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import {
  type ContainerInfo,
  encodeEvent,
  encodeInventory,
  encodeState,
  encodeTraffic,
  type InventoryMessage,
  type PerProtocolCounter,
  PROTOCOL_COUNTERS,
  subjectOf,
} from '@weir/model';
import { FakeAgent, inventoryOf, stateOf } from '../../medium/store/fake-agent.js';
import { netIdOf } from '../seed.js';

/** A host all whose names hold a marker: what is told of it is known wherever it shows. */
export interface MarkedHost {
  readonly id: string;
  readonly marker: string;
  /** Begins all its addresses. */
  readonly address: string;
  readonly containerId: string;
  readonly networkId: string;
  /** Ids of its interfaces: the uplink, and that of the container. */
  readonly netIds: readonly [uplink: string, inner: string];
  readonly keys: readonly [uplink: string, inner: string];
}

/** How a host is known; `digit` is in its ids. */
export function markedHost(marker: string, digit: string, address: string): MarkedHost {
  const id = `${digit.repeat(8)}-0000-4000-8000-${digit.repeat(12)}`;
  const keys = [`host/${marker}up`, `${digit.repeat(12)}/eth0`] as const;
  return {
    ...{ id, marker, address, keys, containerId: digit.repeat(64), networkId: digit.repeat(64) },
    netIds: [netIdOf(id, keys[0]), netIdOf(id, keys[1])],
  };
}

/** What its agent tells: who it is and what it has, how it is, and what changed. */
export class MarkedAgent {
  private readonly agent: FakeAgent;
  private states = 0;

  constructor(
    private readonly nats: NatsConnection,
    readonly host: MarkedHost,
  ) {
    this.agent = new FakeAgent(host.id);
  }

  async tellInventory(): Promise<void> {
    await jetstream(this.nats).publish(
      subjectOf('inventory', this.host.id),
      encodeInventory(inventoryOfMarked(this.host)),
    );
  }

  /** A sample of a second. */
  tellTraffic(atMs: number): void {
    const [uplink, inner] = this.host.keys;
    const counted = { [uplink]: [50_000, 40_000, 50, 40, 1, 1, 1, 1], [inner]: [5_000, 4_000, 5, 4, 0, 0, 0, 0] };
    this.nats.publish(subjectOf('traffic', this.host.id), encodeTraffic(this.agent.tick(atMs, counted)));
  }

  /** Ten seconds; `peers` = ids of hosts that it measures the way to. */
  tellState(atMs: number, peers: readonly string[]): void {
    this.states += 1;
    const { containerId } = this.host;
    const message = stateOf(this.agent, atMs, {
      ...{ seq: this.states, memory: { totalBytes: 100, availableBytes: 50, swapTotalBytes: 0, swapFreeBytes: 0 } },
      cpu: {
        ...{ userMs: 100, niceMs: 0, systemMs: 0, idleMs: 100, iowaitMs: 0 },
        irqMs: 0,
        softirqMs: 0,
        stealMs: 0,
        cores: 2,
      },
      containers: { ids: [containerId], cpuMs: [50], memoryBytes: [10], memoryLimitBytes: [null] },
      protocols: { keys: ['host'], unread: [], columns: protocolsOf(3) },
      latency: { natsMs: 1, peers: peers.map((host) => ({ host, ms: 2, outcome: 'accepted' as const })) },
    });
    this.nats.publish(subjectOf('state', this.host.id), encodeState(message));
  }

  tellEvent(atMs: number): void {
    const { id, marker, keys } = this.host;
    const [before, after] = [`${marker} before`, `${marker} after`];
    const message = { v: 1, host: id, at: atMs, kind: 'interface.mtu', subject: keys[0], before, after } as const;
    this.nats.publish(subjectOf('event', id), encodeEvent({ ...message, text: `${marker} has changed at ${atMs}` }));
  }
}

function protocolsOf(count: number): PerProtocolCounter<readonly number[]> {
  const columns: Record<string, readonly number[]> = Object.fromEntries(
    PROTOCOL_COUNTERS.map((name) => [name, [count]]),
  );
  return columns as PerProtocolCounter<readonly number[]>;
}

function inventoryOfMarked({ id, marker, address, keys, networkId, containerId }: MarkedHost): InventoryMessage {
  const plain = inventoryOf(id, Date.now(), keys);
  const namespace = keys[1].split('/')[0] ?? '';
  const container: ContainerInfo = {
    ...{ id: containerId, name: `${marker}-web`, image: `${marker}/image:1`, namespace, hostNetwork: false },
    ...{ stack: `${marker}-stack`, service: `${marker}-service`, pod: null, podNamespace: null, workload: null },
    ...{ labels: { [`${marker}-key`]: `${marker}-value`, team: `${marker}-team` }, startedAt: Date.now() - 60_000 },
  };
  const pod: ContainerInfo = {
    ...{ ...container, id: containerId.slice(1).padEnd(64, '0'), name: `${marker}-job`, stack: null, service: null },
    ...{ pod: `${marker}-pod`, podNamespace: `${marker}-space`, workload: `Deployment/${marker}-job` },
  };
  const networks = [
    ...[{ id: networkId, name: `${marker}-net`, driver: 'bridge', internal: false, bridge: `${marker}br` }],
  ].map((network) => ({ ...network, subnets: [`${address}.0/24`] }));
  return {
    ...plain,
    os: { ...plain.os, hostname: `${marker}-host`, kernel: `${marker}-kernel` },
    interfaces: plain.interfaces.map((each, place) => ({
      ...{ ...each, addresses: [`${address}.${place + 1}`], since: Date.now() - 3_600_000 },
      network: place === 0 ? null : networkId,
    })),
    containers: [container, pod],
    networks,
  };
}
