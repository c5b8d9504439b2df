import { MAX_PEERS, type Peer } from '@weir/model';

/** A host, and where others find it; null where they cannot. */
export interface RingHost {
  readonly id: string;
  readonly address: string | null;
}

/** Echo, closed nearly everywhere: its refusal is the answer, and no service is disturbed. */
const PORT = 7;

/**
 * Whom each host measures its distance to: those that follow it in a ring of all by 1, 2, 4 … places. So every host is
 * reached by the same number of others, and any two are joined by few measured ways, however large the fleet.
 */
export function peersOf(hosts: readonly RingHost[]): Map<string, Peer[]> {
  const sorted = [...hosts].sort((a, b) => (a.id < b.id ? -1 : 1));
  const ring = sorted.flatMap(({ id, address }) => (address === null ? [] : { host: id, address, port: PORT }));
  const named = new Map<string, Peer[]>();
  let next = 0;
  for (const { id, address } of sorted) {
    if (address !== null) next += 1;
    named.set(id, followers(ring, next, address === null ? ring.length : ring.length - 1));
  }
  return named;
}

const DISTANCES = Array.from({ length: MAX_PEERS }, (_, power) => 2 ** power);

function followers(ring: readonly Peer[], next: number, others: number): Peer[] {
  return DISTANCES.flatMap((distance) => (distance > others ? [] : (ring[(next + distance - 1) % ring.length] ?? [])));
}
