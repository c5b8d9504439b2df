import { BlockList, isIP } from 'node:net';

/** Addresses at which another host finds itself, or nobody; those of IPv4 also in their IPv6 form. */
const NOT_ELSEWHERE = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 3],
] as const) {
  NOT_ELSEWHERE.addSubnet(network, bits, 'ipv4');
}
for (const [network, bits] of [
  ['::', 127],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  NOT_ELSEWHERE.addSubnet(network, bits, 'ipv6');
}

/**
 * The address by which other hosts find this one: its first, IPv4 before IPv6. Null where it has none that means the same
 * on every host. Agents tell their addresses, so each is checked.
 */
export function uplinkAddress(addresses: readonly string[]): string | null {
  const usable = addresses.filter(isUsable);
  return usable.find((address) => isIP(address) === 4) ?? usable[0] ?? null;
}

function isUsable(address: string): boolean {
  const family = isIP(address);
  // A zone (`%eth0`) is a name of the host that told it.
  if (family === 0 || address.includes('%')) return false;
  return !NOT_ELSEWHERE.check(address, family === 4 ? 'ipv4' : 'ipv6');
}
