import { isIP } from 'node:net';

/** A network, such as 10.0.0.0/8: its bits, and how many of them count. */
export interface Cidr {
  readonly family: 4 | 6;
  readonly bits: bigint;
  readonly length: number;
}

const PARTIAL = /^[0-9a-f]*[.:][0-9a-f.:]*$/;

/** Whether a text may be an address, or the beginning of one. */
export function isPartOfAddress(text: string): boolean {
  return PARTIAL.test(text) && /[0-9a-f]/.test(text);
}

/** Reads `10.0.0.0/8` or `fd00::/8`; null where it is none. */
export function asCidr(text: string): Cidr | null {
  const [address = '', length, ...more] = text.split('/');
  if (length === undefined || more.length > 0 || !/^\d{1,3}$/.test(length)) return null;
  const family = isIP(address);
  const width = family === 4 ? 32 : 128;
  if ((family !== 4 && family !== 6) || Number(length) > width || address.includes('%')) return null;
  return { family, bits: bitsOf(address, family), length: Number(length) };
}

/** Whether an address, or a network as `10.1.0.0/16`, lies in a network. */
export function liesIn(text: string, { family, bits, length }: Cidr): boolean {
  const isSixth = text.includes(':');
  if (isSixth !== (family === 6)) return false;
  const network = text.includes('/') ? asCidr(text) : null;
  if (network && network.length < length) return false;
  const address = text.split('/')[0] ?? '';
  if (isIP(address) !== family || address.includes('%')) return false;
  const rest = BigInt((family === 4 ? 32 : 128) - length);
  return bitsOf(address, family) >> rest === bits >> rest;
}

function bitsOf(address: string, family: 4 | 6): bigint {
  if (family === 4) return BigInt(address.split('.').reduce((bits, part) => bits * 256 + Number(part), 0));
  const [head = '', tail] = address.split('::');
  const before = groupsOf(head);
  const after = tail === undefined ? [] : groupsOf(tail);
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0);
  return [...before, ...zeros, ...after].reduce((bits, group) => (bits << 16n) | BigInt(group), 0n);
}

/** The groups of a part of an IPv6 address; the last may be written as IPv4. */
function groupsOf(part: string): number[] {
  return part
    .split(':')
    .filter((group) => group !== '')
    .flatMap((group) => {
      if (!group.includes('.')) return [Number.parseInt(group, 16)];
      const bits = Number(bitsOf(group, 4));
      return [Math.floor(bits / 65_536), bits % 65_536];
    });
}
