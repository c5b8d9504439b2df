import { type Counter, type PerCounter, perCounter } from '@weir/model';
import { computed, type ComputedRef } from 'vue';
import type { HostContainer, HostDetail, HostInterface, HostNetwork } from '../api/index.js';
import { type Reading, sumReadings } from '../format/reading.js';
import { recentLoad } from './live/busiest.js';
import { lineOf, type Point } from './live/frames.js';
import { freshTick, rateNow } from './live/rates.js';
import { framesOf, useHistory } from './use-history.js';
import type { Live } from './use-live.js';

/** An interface with its rates now. */
export interface InterfaceRow {
  readonly iface: HostInterface;
  readonly now: PerCounter<Reading>;
  /** Both directions over the last seconds, to sort by calmly. */
  readonly load: number;
  readonly incomingLine: readonly Point[];
  readonly outgoingLine: readonly Point[];
}

/** A container with the sum of its interfaces; null where it has none of its own. */
export interface ContainerRow {
  readonly container: HostContainer;
  /** All that share its network, itself too: their traffic is one, and is listed once. */
  readonly sharers: readonly HostContainer[];
  readonly networks: readonly string[];
  readonly now: PerCounter<Reading> | null;
}

/** A Docker network with the sum of its containers' interfaces on it; null where no container is. */
export interface NetworkRow {
  readonly network: HostNetwork;
  readonly members: number;
  readonly now: PerCounter<Reading> | null;
}

export interface HostRows {
  readonly interfaces: ComputedRef<InterfaceRow[]>;
  readonly containers: ComputedRef<ContainerRow[]>;
  readonly networks: ComputedRef<NetworkRow[]>;
}

const LIVE = { kind: 'live' } as const;
const SPARK_POINTS = 60;

/** What the tables of a host show, second by second. */
export function useHostRows(live: Live, host: () => HostDetail, now: () => number): HostRows {
  const history = useHistory(
    live,
    () => ({ filter: { hosts: [host().id] }, counters: ['RX_BYTES', 'TX_BYTES'], points: SPARK_POINTS }),
    () => LIVE,
  );
  const interfaces = computed(() => {
    void live.version.value;
    const window = live.windowOf(host().id);
    const tick = freshTick(window, now(), host().intervalMilliseconds);
    const frames = framesOf(live, host().id, history, LIVE);
    return host().interfaces.map((iface): InterfaceRow => ({
      iface,
      now: perCounter((counter: Counter) => rateNow(window, tick, iface.id, counter)),
      load: recentLoad(window, iface.id),
      incomingLine: lineOf(frames, iface.id, 'rxBytes'),
      outgoingLine: lineOf(frames, iface.id, 'txBytes'),
    }));
  });
  const byId = computed(() => new Map(interfaces.value.map((row) => [row.iface.id, row.now])));
  return {
    interfaces,
    containers: computed(() => containerRows(host().containers, byId.value)),
    networks: computed(() => host().networks.map((network) => networkRow(network, byId.value))),
  };
}

/** One row for all containers that share a network namespace: a pod's, and those that join another's network. */
export function containerRows(
  containers: readonly HostContainer[],
  rates: ReadonlyMap<string, PerCounter<Reading>>,
): ContainerRow[] {
  const groups = new Map<string, HostContainer[]>();
  for (const container of containers) {
    const [shared] = container.hostNetwork ? [] : container.interfaces;
    const key = shared?.id ?? `alone ${container.id}`;
    groups.set(key, [...(groups.get(key) ?? []), container]);
  }
  return [...groups.values()].flatMap((sharers) => (sharers[0] ? containerRow(sharers[0], sharers, rates) : []));
}

/** A container's sum, without its loopback, which no network sees; sharing the host's network it has none of its own. */
function containerRow(
  container: HostContainer,
  sharers: readonly HostContainer[],
  rates: ReadonlyMap<string, PerCounter<Reading>>,
): ContainerRow {
  const interfaces = container.interfaces.filter((iface) => iface.class !== 'LOOPBACK');
  const names = interfaces.map(({ network }) => network?.name ?? 'unknown network');
  const ids = container.hostNetwork ? [] : interfaces.map(({ id }) => id);
  return { container, sharers, networks: [...new Set(names)], now: sumOf(ids, rates) };
}

/** A network's sum over its containers; its bridge and veth devices would count the same bytes again. */
export function networkRow(network: HostNetwork, rates: ReadonlyMap<string, PerCounter<Reading>>): NetworkRow {
  const ids = network.interfaces.filter((iface) => iface.class === 'CONTAINER').map(({ id }) => id);
  return { network, members: ids.length, now: sumOf(ids, rates) };
}

function sumOf(ids: readonly string[], rates: ReadonlyMap<string, PerCounter<Reading>>): PerCounter<Reading> | null {
  if (ids.length === 0) return null;
  return perCounter((counter) => sumReadings(ids.map((id) => rates.get(id)?.[counter] ?? 'unknown')));
}
