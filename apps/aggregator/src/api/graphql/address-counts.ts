import { isIPv6 } from 'node:net';

/** Whoever has an address of IPv6 has as many as its /64 holds. */
const OWN_WORDS = 4;

/** How many of something each client has, told apart by address. */
export class AddressCounts {
  private readonly counts = new Map<string, number>();

  countOf(address: string): number {
    return this.counts.get(clientOf(address)) ?? 0;
  }

  add(address: string): void {
    this.counts.set(clientOf(address), this.countOf(address) + 1);
  }

  /** Takes back what was added. */
  remove(address: string): void {
    const left = this.countOf(address) - 1;
    if (left > 0) this.counts.set(clientOf(address), left);
    else this.counts.delete(clientOf(address));
  }
}

/** The address, or the part of it that a client of IPv6 cannot choose. */
export function clientOf(address: string): string {
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
