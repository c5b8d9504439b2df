import { hexToIpv4Number, sameNetwork } from './address.js';

/** One IPv4 route: addresses and mask as unsigned numbers. */
export interface Route {
  readonly name: string;
  readonly destination: number;
  readonly gateway: number;
  readonly mask: number;
  readonly metric: number;
}

const RTF_UP = 0x1;
const RTF_REJECT = 0x200;

/** Parses `net/route`; lines that do not fit, and routes that are down, are left out. */
export function parseRoutes(text: string): Route[] {
  return text
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [name = '', destinationHex = '', gatewayHex = '', flags = '', , , metric = '', maskHex = ''] =
        line.split(/\s+/);
      const destination = hexToIpv4Number(destinationHex);
      const gateway = hexToIpv4Number(gatewayHex);
      const mask = hexToIpv4Number(maskHex);
      if (destination === null || gateway === null || mask === null) return [];
      if (!(parseInt(flags, 16) & RTF_UP) || !/^\d{1,10}$/.test(metric)) return [];
      return [{ name, destination, gateway, mask, metric: Number(metric) }];
    });
}

/** The interface of the IPv4 default route with the lowest metric. */
export function defaultRouteInterface(routes: readonly Route[]): string | null {
  const defaults = routes.filter((route) => route.destination === 0 && route.mask === 0);
  return defaults.sort((a, b) => a.metric - b.metric)[0]?.name ?? null;
}

/** The interface whose directly connected network holds an address; the most specific one where several do. */
export function connectedInterface(routes: readonly Route[], address: number): string | null {
  const connected = routes.filter(
    (route) => route.gateway === 0 && route.mask !== 0 && sameNetwork(route.destination, address, route.mask),
  );
  return connected.sort((a, b) => b.mask - a.mask)[0]?.name ?? null;
}

/** The interface of the IPv6 default route with the lowest metric, from `net/ipv6_route`. */
export function defaultIpv6RouteInterface(text: string): string | null {
  const defaults = text.split('\n').flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    const [destination = '', prefixHex, , , , metricHex = '', , , flagsHex = '', name] = fields;
    const flags = parseInt(flagsHex, 16);
    if (!/^0{32}$/.test(destination) || prefixHex !== '00' || name === undefined) return [];
    return flags & RTF_UP && !(flags & RTF_REJECT) ? [{ name, metric: parseInt(metricHex, 16) }] : [];
  });
  return defaults.sort((a, b) => a.metric - b.metric)[0]?.name ?? null;
}
