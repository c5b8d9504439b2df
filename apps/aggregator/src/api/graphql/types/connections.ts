import { ContainerType } from './container.type.js';
import { ServiceType, StackType, WorkloadType } from './entity.type.js';
import { EventType } from './event.type.js';
import { HostType } from './host.type.js';
import { InterfaceType } from './interface.type.js';
import { NetworkType } from './network.type.js';
import { connectionType } from './page.type.js';

export const HostConnection = connectionType(HostType, 'Host', 'hosts');
export const NetworkConnection = connectionType(NetworkType, 'Network', 'networks');
export const StackConnection = connectionType(StackType, 'Stack', 'stacks');
export const ServiceConnection = connectionType(ServiceType, 'Service', 'services');
export const WorkloadConnection = connectionType(WorkloadType, 'Workload', 'workloads');
export const ContainerConnection = connectionType(ContainerType, 'Container', 'containers');
export const InterfaceConnection = connectionType(InterfaceType, 'Interface', 'interfaces');
export const EventConnection = connectionType(EventType, 'Event', 'events');
