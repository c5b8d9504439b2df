import { readFileSync } from 'node:fs';

/** A private subnet that nothing else of this network namespace is on. */
export interface Subnet {
  /** `10.213.1.4/30`. */
  readonly text: string;
  /** Its address at a place. */
  address(place: number): string;
}

/** So many subnets, one after the other: where the first begins, and how many bits name one of them. */
export interface Subnets {
  readonly first: string;
  readonly bits: number;
  readonly count: number;
}

/** An address range as numbers, its end excluded. */
type Range = readonly [from: number, until: number];

let taken = 0;

/**
 * The first of them into which no route of this network namespace leads: tests run side by side, and what was killed may have left
 * an interface behind. Each process begins elsewhere, so that two that look at once find two.
 */
export function freeSubnet({ first, bits, count }: Subnets): Subnet {
  const size = 2 ** (32 - bits);
  const begin = process.pid * PLACES_A_PROCESS + taken++;
  const used = routedRanges();
  for (let tried = 0; tried < count; tried++) {
    const from = numberOf(first) + ((begin + tried) % count) * size;
    if (used.some((range) => range[0] < from + size && from < range[1])) continue;
    return { text: `${textOf(from)}/${bits}`, address: (place) => textOf(from + place) };
  }
  throw new Error(`all ${count} subnets of /${bits} from ${first} on are in use`);
}

/** Processes that are started together have numbers that follow each other. */
const PLACES_A_PROCESS = 7;

/** What the routes of this network namespace lead to, but for the default one. */
function routedRanges(): Range[] {
  const rows = readFileSync('/proc/self/net/route', 'utf8').trim().split('\n').slice(1);
  return rows
    .map((row) => row.split(/\s+/))
    .filter(([, , , , , , , mask]) => mask !== '00000000')
    .map(([, destination = '', , , , , , mask = '']) => {
      const from = kernelNumber(destination);
      return [from, from + 2 ** 32 - kernelNumber(mask)];
    });
}

/** The kernel writes addresses as its processor holds them: the last byte first. */
const kernelNumber = (text: string): number => Buffer.from(text, 'hex').readUInt32LE();
const numberOf = (address: string): number => Buffer.from(address.split('.').map(Number)).readUInt32BE();

function textOf(address: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(address);
  return [...bytes].join('.');
}
