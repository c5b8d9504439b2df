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
  description:
    'How interfaces are drawn together. For an honest total, group uplinks only (`filter: { uplink: true }`).',
  valuesMap: {
    INTERFACE: { description: 'Each interface alone.' },
    HOST: { description: 'The sum of each host’s interfaces.' },
    ALL: { description: 'The sum of all.' },
  },
});

type ValueOf<T> = T[keyof T];
export type InterfaceClass = ValueOf<typeof InterfaceClass>;
export type CounterName = ValueOf<typeof CounterName>;
export type SeriesGrouping = ValueOf<typeof SeriesGrouping>;
