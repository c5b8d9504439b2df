import type { InterfaceClass } from '@weir/model';
import type { SysInterface } from './sys-net.js';

const ARPHRD_LOOPBACK = 772;
const ARPHRD_ETHER = 1;
/** tun and wireguard, ipip, ip6tnl, sit, gre, ip6gre. */
const ARPHRD_TUNNELS = new Set([65_534, 768, 769, 776, 778, 823]);
const TUNNEL_DEVTYPES = new Set(['vxlan', 'geneve', 'gretap', 'ip6gretap', 'gtp', 'wireguard']);
const BOND_DEVTYPES = new Set(['bond', 'team']);

/**
 * The class of each interface of a host. One packet shows on several of them, so only uplinks make up the host's total:
 * interfaces with a device behind them, bonds instead of their members; where there is none, the default route's.
 */
export function classify(
  interfaces: readonly SysInterface[],
  defaultRoute: string | null,
): Map<string, InterfaceClass> {
  const byName = new Map(interfaces.map((each) => [each.name, each]));
  const classes = new Map(interfaces.map((each) => [each.name, classOf(each, byName, interfaces)]));
  const hasUplink = [...classes.values()].includes('uplink');
  if (!hasUplink && defaultRoute !== null && classes.has(defaultRoute)) classes.set(defaultRoute, 'uplink');
  return classes;
}

/** The class of an interface of which only the name is known. */
export function classOfName(name: string): InterfaceClass {
  if (name === 'lo') return 'loopback';
  if (/^(docker\d+|docker_gwbridge|br-[0-9a-f]{12}|virbr\d+|cni\d+)$/.test(name)) return 'bridge';
  if (/^veth/.test(name)) return 'veth';
  if (/^(tun|tap|wg|vxlan|flannel|sit|gre|ip6tnl|tunl)[\d.]*/.test(name)) return 'tunnel';
  return /^.+\.\d+$/.test(name) ? 'vlan' : 'virtual';
}

function classOf(
  each: SysInterface,
  byName: ReadonlyMap<string, SysInterface>,
  all: readonly SysInterface[],
): InterfaceClass {
  const master = each.master === null ? undefined : byName.get(each.master);
  if (each.type === ARPHRD_LOOPBACK) return 'loopback';
  // A master with a device is a paravirtual card that hides a faster one: it counts for both, as a bond does.
  if (master && (isBond(master) || (master.hasDevice && each.hasDevice))) return 'bond-member';
  if (each.hasDevice) return 'uplink';
  if (isBond(each)) return all.some((other) => other.master === each.name && other.hasDevice) ? 'uplink' : 'virtual';
  if (each.devtype === 'vlan') return 'vlan';
  if (each.isBridge || each.devtype === 'bridge') return 'bridge';
  if (isTunnel(each)) return 'tunnel';
  return isVeth(each) ? 'veth' : 'virtual';
}

function isBond(each: SysInterface): boolean {
  return BOND_DEVTYPES.has(each.devtype ?? '');
}

function isTunnel(each: SysInterface): boolean {
  return each.isTun || ARPHRD_TUNNELS.has(each.type ?? 0) || TUNNEL_DEVTYPES.has(each.devtype ?? '');
}

/** Sysfs does not name veths: plain Ethernet whose link is another interface, but none of this host's below it. */
function isVeth(each: SysInterface): boolean {
  return each.type === ARPHRD_ETHER && each.devtype === null && !each.hasLower && each.iflink !== each.ifindex;
}
