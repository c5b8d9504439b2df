import { type Counter, type PerCounter, perCounter } from '@weir/model';
import { computed, type ComputedRef } from 'vue';
import type { HostContainer, HostDetail, HostInterface, HostNetwork } from '../api/index.js';
import { type Reading, sumReadings } from '../format/reading.js';
import { recentLoads } from './live/busiest.js';
import { type Frame, lineOf, type Point } from './live/frames.js';
import type { HostWindow, Tick } from './live/host-window.js';
import { freshTick, rateNow } from './live/rates.js';
import { framesOf, type HistoryQuestion, useHistory } from './use-history.js';
import type { Live } from './use-live.js';
import { useSettled } from './use-settled.js';

/** An interface with its rates now, each worked out when it is looked at: a host may have ten thousand, and a screen has thirty. */
export interface InterfaceRow {
  readonly iface: HostInterface;
  readonly now: PerCounter<Reading>;
  /** Both directions over the last seconds, to sort by calmly. */
  readonly load: number;
  readonly incomingLine: readonly Point[];
  readonly outgoingLine: readonly Point[];
}

/** One second of a host's interfaces. */
interface Second {
  readonly window: HostWindow;
  readonly tick: Tick | null;
  readonly frames: readonly Frame[];
  /** Worked out when a row is asked for its load. */
  readonly loads: () => ReadonlyMap<string, number>;
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

/** What interfaces do now, by their ids. */
type Rates = ReadonlyMap<string, Pick<InterfaceRow, 'now'>>;

export interface HostRows {
  readonly interfaces: ComputedRef<InterfaceRow[]>;
  readonly containers: ComputedRef<ContainerRow[]>;
  readonly networks: ComputedRef<NetworkRow[]>;
}

const LIVE = { kind: 'live' } as const;
const SPARK_POINTS = 60;

/** So many lines are asked for at once; of a host with more interfaces those of its uplinks and of the rows on screen. */
const MOST_LINES = 200;

/** What the tables of a host show, second by second; `shown` are the interfaces on screen. */
export function useHostRows(
  live: Live,
  host: () => HostDetail,
  { now, shown }: { readonly now: () => number; readonly shown: () => readonly string[] },
): HostRows {
  const settled = useSettled(shown);
  const history = useHistory(
    live,
    () => ({ ...whoseLines(host(), settled.value), counters: ['RX_BYTES', 'TX_BYTES'], points: SPARK_POINTS }),
    () => LIVE,
  );
  const interfaces = computed(() => {
    void live.version.value;
    const window = live.windowOf(host().id);
    const tick = freshTick(window, now(), host().intervalMilliseconds);
    const frames = framesOf(live, host().id, history, LIVE);
    let loads: ReadonlyMap<string, number> | undefined;
    const second = { window, tick, frames, loads: () => (loads ??= recentLoads(window)) };
    return host().interfaces.map((iface) => new LiveRow(iface, second));
  });
  const byId = computed(() => new Map(interfaces.value.map((row) => [row.iface.id, row])));
  return {
    interfaces,
    containers: computed(() => containerRows(host().containers, byId.value)),
    networks: computed(() => host().networks.map((network) => networkRow(network, byId.value))),
  };
}

function whoseLines(host: HostDetail, shown: readonly string[]): Pick<HistoryQuestion, 'filter' | 'interfaces'> {
  if (host.interfaces.length <= MOST_LINES) return { filter: { hosts: [host.id] } };
  const uplinks = host.interfaces.filter(({ uplink }) => uplink).map(({ id }) => id);
  return { interfaces: [...new Set([...uplinks, ...shown])].slice(0, MOST_LINES) };
}

/** A row that knows no more than it was asked. */
class LiveRow implements InterfaceRow {
  private rates: PerCounter<Reading> | undefined;
  private incoming: readonly Point[] | undefined;
  private outgoing: readonly Point[] | undefined;

  constructor(
    readonly iface: HostInterface,
    private readonly second: Second,
  ) {}

  get now(): PerCounter<Reading> {
    const { window, tick } = this.second;
    return (this.rates ??= perCounter((counter: Counter) => rateNow(window, tick, this.iface.id, counter)));
  }

  get load(): number {
    return this.second.loads().get(this.iface.id) ?? 0;
  }

  get incomingLine(): readonly Point[] {
    return (this.incoming ??= lineOf(this.second.frames, this.iface.id, 'rxBytes'));
  }

  get outgoingLine(): readonly Point[] {
    return (this.outgoing ??= lineOf(this.second.frames, this.iface.id, 'txBytes'));
  }
}

/** One row for all containers that share a network namespace: a pod's, and those that join another's network. */
export function containerRows(containers: readonly HostContainer[], rates: Rates): ContainerRow[] {
  const groups = new Map<string, HostContainer[]>();
  for (const container of containers) {
    const [shared] = container.hostNetwork ? [] : container.interfaces;
    const key = shared?.id ?? `alone ${container.id}`;
    groups.set(key, [...(groups.get(key) ?? []), container]);
  }
  return [...groups.values()].flatMap((sharers) => (sharers[0] ? containerRow(sharers[0], sharers, rates) : []));
}

/** A container's sum, without its loopback, which no network sees; sharing the host's network it has none of its own. */
function containerRow(container: HostContainer, sharers: readonly HostContainer[], rates: Rates): ContainerRow {
  const interfaces = container.interfaces.filter((iface) => iface.class !== 'LOOPBACK');
  const names = interfaces.map(({ network }) => network?.name ?? 'unknown network');
  const ids = container.hostNetwork ? [] : interfaces.map(({ id }) => id);
  return {
    ...{ container, sharers, networks: [...new Set(names)] },
    get now() {
      return sumOf(ids, rates);
    },
  };
}

/** A network's sum over its containers; its bridge and veth devices would count the same bytes again. */
export function networkRow(network: HostNetwork, rates: Rates): NetworkRow {
  const ids = network.interfaces.filter((iface) => iface.class === 'CONTAINER').map(({ id }) => id);
  return {
    ...{ network, members: ids.length },
    get now() {
      return sumOf(ids, rates);
    },
  };
}

function sumOf(ids: readonly string[], rates: Rates): PerCounter<Reading> | null {
  if (ids.length === 0) return null;
  return perCounter((counter) => sumReadings(ids.map((id) => rates.get(id)?.now[counter] ?? 'unknown')));
}
