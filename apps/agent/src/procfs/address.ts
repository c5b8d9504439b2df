/** An IPv4 address as an unsigned number, or null where the text is none. */
export function ipv4ToNumber(text: string): number | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!match) return null;
  const octets = match.slice(1).map(Number);
  return octets.some((octet) => octet > 255) ? null : octets.reduce((sum, octet) => sum * 256 + octet, 0);
}

/** The kernel prints IPv4 addresses in `net/route` as little-endian hexadecimal. */
export function hexToIpv4Number(hex: string): number | null {
  if (!/^[0-9A-Fa-f]{8}$/.test(hex)) return null;
  return Buffer.from(hex, 'hex').readUInt32LE(0);
}

/** The canonical text (RFC 5952) of an IPv6 address given as 32 hexadecimal digits, as `net/if_inet6` prints it. */
export function hexToIpv6(hex: string): string | null {
  if (!/^[0-9a-f]{32}$/i.test(hex)) return null;
  const groups = Array.from({ length: 8 }, (_, index) => parseInt(hex.slice(index * 4, index * 4 + 4), 16));
  return canonical(groups);
}

/** The canonical text of an IPv6 address in any notation without an embedded IPv4 part; null where it is none. */
export function canonicalIpv6(text: string): string | null {
  const groups = ipv6Groups(text);
  return groups === null ? null : canonical(groups);
}

function ipv6Groups(text: string): number[] | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...Array<string>(missing).fill('0'), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  return groups.map((group) => parseInt(group, 16));
}

/** Whether an address of either family lies in a subnet written `address/bits`. */
export function inSubnet(address: string, subnet: string): boolean {
  const number = ipv4ToNumber(address);
  return number === null ? inIpv6Subnet(address, subnet) : inIpv4Subnet(number, subnet);
}

function inIpv4Subnet(address: number, subnet: string): boolean {
  const [base = '', bitsText = ''] = subnet.split('/');
  const network = ipv4ToNumber(base);
  const bits = /^\d{1,2}$/.test(bitsText) ? Number(bitsText) : 33;
  return network !== null && bits <= 32 && sameNetwork(address, network, maskOf(bits));
}

function inIpv6Subnet(address: string, subnet: string): boolean {
  const [base = '', bitsText = ''] = subnet.split('/');
  const bits = /^\d{1,3}$/.test(bitsText) ? Number(bitsText) : 129;
  const own = ipv6ToNumber(address);
  const network = ipv6ToNumber(base);
  return bits <= 128 && own !== null && network !== null && (own ^ network) >> BigInt(128 - bits) === 0n;
}

function ipv6ToNumber(text: string): bigint | null {
  return ipv6Groups(text)?.reduce((sum, group) => sum * 65_536n + BigInt(group), 0n) ?? null;
}

/** Whether two addresses are equal under a mask. */
export function sameNetwork(a: number, b: number, mask: number): boolean {
  return (a & mask) === (b & mask);
}

function maskOf(bits: number): number {
  // A shift by 32 would shift by nothing.
  return bits === 0 ? 0 : (0xffffffff << (32 - bits)) >>> 0;
}

function canonical(groups: readonly number[]): string {
  const run = longestZeroRun(groups);
  const text = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':');
  if (run.length < 2) return text(groups);
  return `${text(groups.slice(0, run.start))}::${text(groups.slice(run.start + run.length))}`;
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  groups.forEach((group, index) => {
    if (group !== 0) start = index + 1;
    else if (index + 1 - start > best.length) best = { start, length: index + 1 - start };
  });
  return best;
}
