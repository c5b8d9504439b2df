import type { PeerLatency } from '@weir/model';
import { bitsOf, normal, seedOf } from './random.js';

/** The way from one host to another: how long it takes at the median, and what its noise is made from. */
export interface Way {
  readonly host: string;
  readonly seed: number;
  readonly medianMs: number;
}

/** What places hosts: where they lie in their fleet. */
export interface Placed {
  readonly id: string;
  readonly index: number;
}

/** An aggregator names no more either. */
const DISTANCES = [1, 2, 4, 8, 16, 32, 64, 128] as const;
const HOSTS_OF_A_SITE = 10;
/** From site to site, ms; within one, the first. */
const SITES_MS = [0.25, 1.6, 7.5] as const;

/** Whom each host of a fleet looks at: those that follow it in a ring of all by 1, 2, 4 … places. */
export function ringOf(hosts: readonly Placed[]): Map<string, Way[]> {
  const ring = [...hosts].sort((left, right) => (left.id < right.id ? -1 : 1));
  return new Map(
    ring.map((from, place): [string, Way[]] => {
      const distances = DISTANCES.filter((distance) => distance < ring.length);
      return [from.id, distances.flatMap((distance) => wayTo(from, ring[(place + distance) % ring.length]))];
    }),
  );
}

function wayTo(from: Placed, to: Placed | undefined): Way[] {
  if (!to) return [];
  const between = Math.abs(siteOf(from) - siteOf(to));
  return [{ host: to.id, seed: seedOf(from.index, to.id), medianMs: SITES_MS[between] ?? SITES_MS[0] }];
}

function siteOf({ index }: Placed): number {
  return Math.floor(index / HOSTS_OF_A_SITE) % SITES_MS.length;
}

/** How long the ways took: now and then one takes long, and a firewall swallows the question at times. */
export function waysOf(ways: readonly Way[], second: number): PeerLatency[] {
  return ways.map(({ host, seed, medianMs }) => {
    const bits = bitsOf(seed, second);
    if (bits % 700 === 0) return { host, ms: null, outcome: 'filtered' };
    const slow = bits % 90 === 0 ? 6 : 1;
    const ms = (medianMs + 0.1) * slow * Math.exp(0.18 * normal(bits >>> 1));
    return { host, ms: Math.round(ms * 1_000) / 1_000, outcome: 'refused' };
  });
}
