import { hexToIpv6 } from './address.js';

/** One IPv6 address of an interface. */
export interface Inet6Address {
  readonly name: string;
  readonly ifindex: number;
  readonly address: string;
}

/** Parses `net/if_inet6`: address, ifindex (hex), prefix, scope, flags, name. Lines that do not fit are left out. */
export function parseIfInet6(text: string): Inet6Address[] {
  return text.split('\n').flatMap((line) => {
    const [hex = '', indexHex = '', , , , name] = line.trim().split(/\s+/);
    const address = hexToIpv6(hex);
    const ifindex = /^[0-9a-f]{1,8}$/i.test(indexHex) ? parseInt(indexHex, 16) : 0;
    return address !== null && name !== undefined && ifindex > 0 ? [{ name, ifindex, address }] : [];
  });
}
