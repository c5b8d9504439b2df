import { BlockList, isIP, isIPv6 } from 'node:net';

/** Whoever has an address of IPv6 has as many as its /64 holds. */
const OWN_WORDS = 4;

/** Whether a text is an address or a subnet, as the configuration lists them. */
export function isAddressOrSubnet(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  if (more.length > 0 || isIP(address) === 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (isIPv6(address) ? 128 : 32));
}

/** Addresses and subnets, to look addresses up in; one of IPv4 also as IPv6 maps it. */
export function blockListOf(subnets: readonly string[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [address = '', bits] = subnet.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    list.addSubnet(address, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family);
  }
  return list;
}

/** What tells clients apart: the address, or the part of it that a client of IPv6 cannot choose. */
export function clientKey(address: string): string {
  if (!isIPv6(address)) return address;
  // Written out, as an URL does not: `::` stands for as many zeros as are missing.
  const [front = '', back] = address.toLowerCase().split('::');
  const [before, after] = [front, back ?? ''].map((half) => (half === '' ? [] : half.split(':')));
  const zeros = Array.from({ length: 8 - (before?.length ?? 0) - (after?.length ?? 0) }, () => '0');
  const words = back === undefined ? (before ?? []) : [...(before ?? []), ...zeros, ...(after ?? [])];
  return words
    .slice(0, OWN_WORDS)
    .map((word) => word.replace(/^0+(?=.)/, ''))
    .join(':');
}
