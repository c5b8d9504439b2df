import type { ContainerOrder } from '../../../query/containers.js';
import type { EntityOrder } from '../../../query/entities/entity.js';
import type { HostOrder } from '../../../query/hosts.js';
import type { InterfaceOrder } from '../../../query/interfaces.js';
import type { NetworkOrder } from '../../../query/networks.js';
import type { RateOrder, UseOrder } from '../../../query/page/ranks.js';
import { sortType } from './page.type.js';

const RATES = {
  RX_BYTES_PER_SECOND: ['rxBytes', 'By bytes received per second now.'],
  TX_BYTES_PER_SECOND: ['txBytes', 'By bytes sent per second now.'],
  BYTES_PER_SECOND: ['bytes', 'By bytes per second now, both ways together.'],
  PACKETS_PER_SECOND: ['packets', 'By packets per second now, both ways together.'],
  ERRORS_PER_SECOND: ['errors', 'By errors per second now, both ways together.'],
  DROPS_PER_SECOND: ['drops', 'By drops per second now, both ways together.'],
} as const satisfies Readonly<Record<string, readonly [RateOrder, string]>>;

const USE = {
  CPU: ['cpu', 'By CPU time now.'],
  MEMORY: ['memory', 'By memory in use now.'],
} as const satisfies Readonly<Record<string, readonly [UseOrder, string]>>;

export const HostSort = sortType<HostOrder>('Host', 'hosts', {
  NAME: ['name', 'By name.'],
  STATE: ['state', 'By whether they still send, alive ones first, by what is stored; then by name.'],
  LAST_SEEN: ['lastSeen', 'By the end of their newest sample that is stored; those alive are last, by name.'],
  FIRST_SEEN: ['firstSeen', 'By when their first sample was stored.'],
  PLATFORM: ['platform', 'By operating system, then by name.'],
  ...RATES,
  ...USE,
});

export const NetworkSort = sortType<NetworkOrder>('Network', 'networks', {
  NAME: ['name', 'By name, then by name of the host.'],
  HOST: ['host', 'By name of the host, then by name.'],
  DRIVER: ['driver', 'By driver, then by name.'],
  ...RATES,
});

export const ContainerSort = sortType<ContainerOrder>('Container', 'containers', {
  NAME: ['name', 'By name.'],
  HOST: ['host', 'By name of the host, then by name.'],
  IMAGE: ['image', 'By image, then by name.'],
  STACK: ['stack', 'By stack, then by service and name.'],
  SERVICE: ['service', 'By service, then by name.'],
  WORKLOAD: ['workload', 'By namespace and workload, then by name.'],
  STARTED: ['started', 'By when they were started.'],
  ...RATES,
  ...USE,
});

export const InterfaceSort = sortType<InterfaceOrder>('Interface', 'interfaces', {
  HOST: ['host', 'By name of the host; of a host uplinks first, then those of its containers.'],
  NAME: ['name', 'By name.'],
  CLASS: ['class', 'By class, then by name.'],
  STATE: ['state', 'By operational state, then by name.'],
  SPEED: ['speed', 'By link speed.'],
  RESETS: ['resets', 'By how often their counters began anew.'],
  ...RATES,
  UTILISATION: ['utilisation', 'By the share of its link speed that the busier way takes now.'],
});

export const EntitySort = sortType<EntityOrder>('Entity', 'stacks, services and workloads', {
  NAME: ['name', 'By name.'],
  HOSTS: ['hosts', 'By how many hosts they are on, then by name.'],
  CONTAINERS: ['containers', 'By how many containers they have, then by name.'],
});
