import { ipv4ToNumber } from '../procfs/address.js';
import { parseLocalAddresses } from '../procfs/fib-trie.js';
import { readText } from '../procfs/files.js';
import { parseIfInet6 } from '../procfs/if-inet6.js';
import { connectedInterface, parseRoutes } from '../procfs/route.js';
import type { NamespaceAddresses } from './network-of.js';

const LOOPBACK = 'lo';
const LOOPBACK_NETWORK = 127;

/**
 * Reads the addresses of a namespace's interfaces through the first of its processes that is still there: those of a
 * busy container come and go, and one that ended must not make its networks unknown.
 */
export function readAddresses(procRoot: string, pids: readonly number[]): NamespaceAddresses {
  const { pid, route } = firstRoute(procRoot, pids);
  const read = (file: string): string => readText(`${procRoot}/${pid}/net/${file}`) ?? '';
  const routes = parseRoutes(route);
  const addresses = new Map<string, string[]>();
  const add = (name: string | null, address: string): void => {
    if (name !== null) addresses.set(name, [...(addresses.get(name) ?? []), address]);
  };
  // The kernel lists IPv4 addresses without their interface, which is the one whose network holds them.
  for (const address of parseLocalAddresses(read('fib_trie'))) {
    const number = ipv4ToNumber(address) ?? 0;
    add(number >>> 24 === LOOPBACK_NETWORK ? LOOPBACK : connectedInterface(routes, number), address);
  }
  for (const { name, address } of parseIfInet6(read('if_inet6'))) add(name, address);
  return { routes, addresses };
}

function firstRoute(procRoot: string, pids: readonly number[]): { readonly pid: number; readonly route: string } {
  for (const pid of pids) {
    const route = readText(`${procRoot}/${pid}/net/route`);
    if (route !== null) return { pid, route };
  }
  return { pid: 0, route: '' };
}
