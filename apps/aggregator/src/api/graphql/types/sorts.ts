import type { ContainerOrder } from '../../../query/containers.js';
import type { EntityOrder } from '../../../query/entities/entity.js';
import type { HostOrder } from '../../../query/hosts.js';
import type { InterfaceOrder } from '../../../query/interfaces.js';
import type { NetworkOrder } from '../../../query/networks.js';
import { sortType } from './page.type.js';

export const HostSort = sortType<HostOrder>('Host', 'hosts', {
  NAME: ['name', 'By name.'],
  STATE: ['state', 'By whether they still send, alive ones first, by what is stored; then by name.'],
  LAST_SEEN: ['lastSeen', 'By the end of their newest sample that is stored; those alive are last, by name.'],
  FIRST_SEEN: ['firstSeen', 'By when their first sample was stored.'],
  PLATFORM: ['platform', 'By operating system, then by name.'],
});

export const NetworkSort = sortType<NetworkOrder>('Network', 'networks', {
  NAME: ['name', 'By name, then by name of the host.'],
  HOST: ['host', 'By name of the host, then by name.'],
  DRIVER: ['driver', 'By driver, then by name.'],
});

export const ContainerSort = sortType<ContainerOrder>('Container', 'containers', {
  NAME: ['name', 'By name.'],
  HOST: ['host', 'By name of the host, then by name.'],
  IMAGE: ['image', 'By image, then by name.'],
  STACK: ['stack', 'By stack, then by service and name.'],
  SERVICE: ['service', 'By service, then by name.'],
  WORKLOAD: ['workload', 'By namespace and workload, then by name.'],
  STARTED: ['started', 'By when they were started.'],
});

export const InterfaceSort = sortType<InterfaceOrder>('Interface', 'interfaces', {
  HOST: ['host', 'By name of the host; of a host uplinks first, then those of its containers.'],
  NAME: ['name', 'By name.'],
  CLASS: ['class', 'By class, then by name.'],
  STATE: ['state', 'By operational state, then by name.'],
  SPEED: ['speed', 'By link speed.'],
  RESETS: ['resets', 'By how often their counters began anew.'],
});

export const EntitySort = sortType<EntityOrder>('Entity', 'stacks, services and workloads', {
  NAME: ['name', 'By name.'],
  HOSTS: ['hosts', 'By how many hosts they are on, then by name.'],
  CONTAINERS: ['containers', 'By how many containers they have, then by name.'],
});
