import type { InterfaceClass } from '@weir/model';
import { inodeOf, readText } from '../procfs/files.js';
import { defaultIpv6RouteInterface, defaultRouteInterface } from '../procfs/route.js';
import { readAddresses } from './addresses.js';
import { classify } from './classify.js';
import type { NamespaceAddresses } from './network-of.js';
import { readSysInterfaces, type SysInterface } from './sys-net.js';

/** The host's own interfaces, beside their counters. */
export interface HostView {
  /** Empty where sysfs shows another network namespace, or none. */
  readonly interfaces: ReadonlyMap<string, SysInterface>;
  readonly classes: ReadonlyMap<string, InterfaceClass>;
  readonly defaultRoute: string | null;
  readonly addresses: NamespaceAddresses;
}

/** Reads the host's interfaces, their classes and addresses. */
export function readHostView(procRoot: string, sysRoot: string, hostPid: number): HostView {
  const addresses = readAddresses(procRoot, [hostPid]);
  const defaultRoute =
    defaultRouteInterface(addresses.routes) ??
    defaultIpv6RouteInterface(readText(`${procRoot}/${hostPid}/net/ipv6_route`) ?? '');
  const interfaces = sysfsShows(procRoot, hostPid) ? readSysInterfaces(sysRoot) : [];
  return {
    interfaces: new Map(interfaces.map((each) => [each.name, each])),
    classes: classify(interfaces, defaultRoute),
    defaultRoute,
    addresses,
  };
}

/** Sysfs shows the namespace it was mounted in, the first process's; a nested host has interfaces of its own. */
function sysfsShows(procRoot: string, hostPid: number): boolean {
  const first = inodeOf(`${procRoot}/1/net/dev`);
  return first !== null && first === inodeOf(`${procRoot}/${hostPid}/net/dev`);
}
