import type { InterfaceClass } from '@weir/model';
import { readText } from '../procfs/files.js';
import { parseIfindexes } from '../procfs/igmp.js';
import { parseNetDev } from '../procfs/net-dev.js';
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
export async function readHostView(procRoot: string, sysRoot: string, hostPid: number): Promise<HostView> {
  const addresses = readAddresses(procRoot, [hostPid]);
  const defaultRoute =
    defaultRouteInterface(addresses.routes) ??
    defaultIpv6RouteInterface(readText(`${procRoot}/${hostPid}/net/ipv6_route`) ?? '');
  const interfaces = await readOwn(procRoot, sysRoot, hostPid);
  return {
    interfaces: new Map(interfaces.map((each) => [each.name, each])),
    classes: classify(interfaces, defaultRoute),
    defaultRoute,
    addresses,
  };
}

/** The interfaces that make up the host's total; where sysfs shows none, the default route's. */
export function uplinksOf({ classes, defaultRoute }: HostView): string[] {
  if (classes.size === 0) return defaultRoute === null ? [] : [defaultRoute];
  return [...classes].flatMap(([name, kind]) => (kind === 'uplink' ? [name] : []));
}

/**
 * None where sysfs shows another network namespace: it shows the one it was mounted in, which is a container's where the
 * agent was given no other. Then it has interfaces that the host has not, or the same names under other indexes.
 */
async function readOwn(procRoot: string, sysRoot: string, hostPid: number): Promise<SysInterface[]> {
  const folder = `${procRoot}/${hostPid}/net`;
  const names = (): string[] => parseNetDev(readText(`${folder}/dev`) ?? '').rows.map(({ name }) => name);
  const before = names();
  const shown = await readSysInterfaces(sysRoot);
  // One that comes or goes meanwhile is no difference.
  const known = new Set([...before, ...names()]);
  const indexes = parseIfindexes(readText(`${folder}/igmp`) ?? '');
  const isOwn = ({ name, ifindex }: SysInterface): boolean =>
    known.has(name) && (indexes.get(name) ?? ifindex) === ifindex;
  return shown.every(isOwn) ? shown : [];
}
