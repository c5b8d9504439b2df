import { isIP, isIPv4 } from 'node:net';
import { isSubnet } from '../query/address-match.js';

/** A network, such as 10.0.0.0/8: its parts, of 8 bits in IPv4 and 16 in IPv6, and how many bits count. */
export interface Cidr {
  readonly family: 4 | 6;
  readonly parts: readonly number[];
  readonly length: number;
}

const PARTIAL = /^[0-9a-f]*[.:][0-9a-f.:]*$/;

const ONLY_V4 = /^[\d.]+$/;
const ONLY_V6 = /^[\da-f:.]+$/;

/** Whether a text may be an address, or the beginning of one. */
export function isPartOfAddress(text: string): boolean {
  return PARTIAL.test(text) && /[0-9a-f]/.test(text);
}

/** Reads `10.0.0.0/8` or `fd00::/8`; null where it is none. */
export function asCidr(text: string): Cidr | null {
  if (!isSubnet(text)) return null;
  const [address = '', length] = text.split('/');
  const family = isIPv4(address) ? 4 : 6;
  return { family, parts: partsOf(address, family), length: Number(length) };
}

/** Whether addresses may lie in a network, by their first part as text. */
export function mayBeginIn(part: string, { family, parts, length }: Cidr): boolean {
  const first = (family === 4 ? Number.parseInt(part, 10) : Number.parseInt(part, 16)) || 0;
  return isAlike(first, parts[0] ?? 0, family, Math.min(length, bitsOf(family)));
}

/** Whether an address, or a network as `10.1.0.0/16`, lies in a network. */
export function liesIn(text: string, cidr: Cidr): boolean {
  const { family, parts, length } = cidr;
  // Of 100,000 addresses most are told by their first part.
  if (text.includes(':') !== (family === 6)) return false;
  const first = (family === 4 ? Number.parseInt(text, 10) : Number.parseInt(text, 16)) || 0;
  if (!isAlike(first, parts[0] ?? 0, family, Math.min(length, bitsOf(family)))) return false;
  const slash = text.indexOf('/');
  const address = slash < 0 ? text : text.slice(0, slash);
  if (slash >= 0 && Number(text.slice(slash + 1)) < length) return false;
  // To read all of an address takes ten times as long.
  if (length <= bitsOf(family)) return (family === 4 ? ONLY_V4 : ONLY_V6).test(address);
  if (isIP(address) !== family || address.includes('%')) return false;
  return partsOf(address, family).every((part, place) =>
    isAlike(part, parts[place] ?? 0, family, Math.min(length - place * bitsOf(family), bitsOf(family))),
  );
}

const bitsOf = (family: 4 | 6): number => (family === 4 ? 8 : 16);

function isAlike(one: number, other: number, family: 4 | 6, bits: number): boolean {
  const rest = bitsOf(family) - bits;
  return bits <= 0 || one >> rest === other >> rest;
}

function partsOf(address: string, family: 4 | 6): number[] {
  if (family === 4) return address.split('.').map(Number);
  const [head = '', tail] = address.split('::');
  const before = groupsOf(head);
  const after = tail === undefined ? [] : groupsOf(tail);
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
}

/** The groups of a part of an IPv6 address; the last may be written as IPv4. */
function groupsOf(part: string): number[] {
  const groups = part === '' ? [] : part.split(':');
  return groups.flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = partsOf(group, 4);
    return [a * 256 + b, c * 256 + d];
  });
}
