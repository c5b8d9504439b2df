import { registerEnumType } from '@nestjs/graphql';

/* GraphQL's names on the left, the store's and the wire's on the right. */

export const HostState = { ALIVE: 'alive', SILENT: 'silent' } as const;
registerEnumType(HostState, {
  name: 'HostState',
  description: 'Whether a host still sends samples.',
  valuesMap: {
    ALIVE: { description: 'Its newest sample is at most 10 s, or three of its intervals, old.' },
    SILENT: { description: 'Its newest sample is older than that.' },
  },
});

export const InterfaceClass = {
  UPLINK: 'uplink',
  BOND_MEMBER: 'bond-member',
  VLAN: 'vlan',
  BRIDGE: 'bridge',
  VETH: 'veth',
  TUNNEL: 'tunnel',
  LOOPBACK: 'loopback',
  CONTAINER: 'container',
  VIRTUAL: 'virtual',
} as const;
registerEnumType(InterfaceClass, {
  name: 'InterfaceClass',
  description:
    'What an interface is. One packet shows on several: on the uplink, the bridge, the veth and in the container.',
});

export const LinkState = { UP: 'up', DOWN: 'down', UNKNOWN: 'unknown' } as const;
registerEnumType(LinkState, { name: 'LinkState', description: 'Operational state of a link, as the kernel tells it.' });

export const SpeedSource = { SYSTEM: 'system', HAND: 'hand' } as const;
registerEnumType(SpeedSource, {
  name: 'SpeedSource',
  description: 'Who tells the speed of a link.',
  valuesMap: {
    SYSTEM: { description: 'The system of its host.' },
    HAND: { description: 'Somebody, by `setLinkSpeed`.' },
  },
});

export const DockerState = { CONNECTED: 'connected', ABSENT: 'absent', UNREACHABLE: 'unreachable' } as const;
registerEnumType(DockerState, {
  name: 'DockerState',
  description: 'Whether the agent can learn names of containers and networks. Counting needs no Docker.',
  valuesMap: {
    CONNECTED: { description: 'Names are known.' },
    ABSENT: { description: 'There is no socket.' },
    UNREACHABLE: { description: 'There is a socket that does not answer.' },
  },
});

export const KubernetesState = { CONNECTED: 'connected', ABSENT: 'absent', UNREACHABLE: 'unreachable' } as const;
registerEnumType(KubernetesState, {
  name: 'KubernetesState',
  description: 'Whether the agent can learn names of pods. Counting needs no Kubernetes.',
  valuesMap: {
    CONNECTED: { description: 'Names are known.' },
    ABSENT: { description: 'The host is no node of a cluster, or its agent was not told its name there.' },
    UNREACHABLE: { description: 'The API does not answer, or does not let the agent list pods.' },
  },
});

export const CounterName = {
  RX_BYTES: 'rxBytes',
  TX_BYTES: 'txBytes',
  RX_PACKETS: 'rxPackets',
  TX_PACKETS: 'txPackets',
  RX_ERRORS: 'rxErrors',
  TX_ERRORS: 'txErrors',
  RX_DROPPED: 'rxDropped',
  TX_DROPPED: 'txDropped',
} as const;
registerEnumType(CounterName, { name: 'CounterName', description: 'The eight counters of an interface, both ways.' });

export const SeriesGrouping = { INTERFACE: 'interface', HOST: 'host', ALL: 'all' } as const;
registerEnumType(SeriesGrouping, {
  name: 'SeriesGrouping',
  description: 'How interfaces are drawn together: the short form of `groupBy`.',
  valuesMap: {
    INTERFACE: { description: 'Each interface alone.' },
    HOST: { description: 'The sum of each host’s interfaces; its uplinks, unless the filter says otherwise.' },
    ALL: { description: 'The sum of all; of uplinks, unless the filter says otherwise.' },
  },
});

export const Dimension = {
  INTERFACE: 'interface',
  HOST: 'host',
  CLASS: 'class',
  NETWORK: 'network',
  CONTAINER: 'container',
  STACK: 'stack',
  SERVICE: 'service',
  WORKLOAD: 'workload',
  LABEL: 'label',
  ALL: 'all',
} as const;
registerEnumType(Dimension, {
  name: 'Dimension',
  description:
    'What interfaces are grouped by. One packet shows on the NIC, the bridge, the veth and in the container; so that it is ' +
    'added up once, a filter that says nothing of `classes` or `uplink` means: container interfaces, when grouped by network, ' +
    'container, stack, service, workload or label; else all, when grouped by interface or class (each stands alone); else ' +
    'uplinks. What has no value in a dimension is a group whose value is null. Containers that share a network namespace are ' +
    'one group with all their names.',
  valuesMap: {
    INTERFACE: { description: 'Each interface alone; the value is its id.' },
    HOST: { description: 'By host; the value is its id.' },
    CLASS: { description: 'By class of interface, as in InterfaceClass.' },
    NETWORK: { description: 'By the name of the network, over all hosts.' },
    CONTAINER: { description: 'By the name of the container (`pod/name` in Kubernetes), over all hosts.' },
    STACK: { description: 'By Compose project or Swarm stack, over all hosts.' },
    SERVICE: { description: 'By Compose or Swarm service, as `stack/service`: replicas are summed.' },
    WORKLOAD: { description: 'By Kubernetes workload, as `namespace/Deployment/web`: replicas are summed.' },
    LABEL: { description: 'By the value of a container label; asked for with `groupByLabels`.' },
    ALL: { description: 'One group of everything.' },
  },
});

export const BucketMeasure = { AVERAGE: 'average', SUM: 'sum', MAXIMUM: 'maximum' } as const;
registerEnumType(BucketMeasure, {
  name: 'BucketMeasure',
  description: 'What is answered of each bucket.',
  valuesMap: {
    AVERAGE: { description: 'The average rate over what is known of it: `rxBytesPerSecond`.' },
    SUM: { description: 'What was counted in it: `rxBytes`.' },
    MAXIMUM: {
      description:
        'The highest rate that one interface had in one sample (a second, usually): `rxBytesPerSecondMaximum`. Of bytes only.',
    },
  },
});

export const RankMeasure = {
  TOTAL: 'total',
  AVERAGE: 'average',
  MAXIMUM: 'maximum',
  P50: 'p50',
  P95: 'p95',
  P99: 'p99',
} as const;
registerEnumType(RankMeasure, {
  name: 'RankMeasure',
  description: 'What groups are ranked by, over the whole range.',
  valuesMap: {
    TOTAL: { description: 'What was counted in all.' },
    AVERAGE: { description: 'The average rate.' },
    MAXIMUM: { description: 'The highest rate of one interface in one sample; of bytes only.' },
    P50: { description: 'The rate that half of the buckets do not exceed.' },
    P95: { description: 'The rate that 95 % of the buckets do not exceed.' },
    P99: { description: 'The rate that 99 % of the buckets do not exceed.' },
  },
});

export const StoredKind = { TRAFFIC: 'traffic', STATE: 'state', EVENT: 'event' } as const;
registerEnumType(StoredKind, {
  name: 'StoredKind',
  description: 'What something stored tells of.',
  valuesMap: {
    TRAFFIC: { description: 'Traffic of interfaces.' },
    STATE: { description: 'State of hosts and containers, protocols, latency.' },
    EVENT: { description: 'The timeline of changes.' },
  },
});

export const StoredResolution = { RAW: 'raw', MINUTE: '1m', FIVE_MINUTES: '5m', HOUR: '1h', DAY: '1d' } as const;
registerEnumType(StoredResolution, {
  name: 'StoredResolution',
  description: 'How fine something is stored.',
  valuesMap: {
    RAW: { description: 'As it was measured.' },
    MINUTE: { description: 'Summed up over minutes; traffic only.' },
    FIVE_MINUTES: { description: 'Summed up over 5 minutes.' },
    HOUR: { description: 'Summed up over hours.' },
    DAY: { description: 'Summed up over days; traffic only.' },
  },
});

type ValueOf<T> = T[keyof T];
export type HostState = ValueOf<typeof HostState>;
export type LinkState = ValueOf<typeof LinkState>;
export type InterfaceClass = ValueOf<typeof InterfaceClass>;
export type CounterName = ValueOf<typeof CounterName>;
export type SeriesGrouping = ValueOf<typeof SeriesGrouping>;
export type Dimension = ValueOf<typeof Dimension>;
export type BucketMeasure = ValueOf<typeof BucketMeasure>;
export type RankMeasure = ValueOf<typeof RankMeasure>;
export type StoredKind = ValueOf<typeof StoredKind>;
export type StoredResolution = ValueOf<typeof StoredResolution>;
