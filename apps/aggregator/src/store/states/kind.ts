import { PEER_OUTCOMES, PROTOCOL_COUNTERS } from '@weir/model';
import type { PACKED_TABLES } from './level.js';

/** How a column of two buckets becomes that of their sum. A mean is weighted by another column, the time it covers. */
export type Merge = 'sum' | 'min' | 'max' | 'last' | { readonly meanOver: number };

/** What one thing (container, namespace, peer) did: one number a column, null = not told. */
export type Values = readonly (number | null)[];

/** A kind of state that is told of many things at once. */
export interface PackedKind {
  readonly table: (typeof PACKED_TABLES)[number];
  /** How many columns a state as told has. */
  readonly toldColumns: number;
  /** The columns of a bucket. */
  readonly columns: readonly { readonly name: string; readonly merge: Merge }[];
  /** What one sample of a given length counts for in a bucket. */
  asBucket(values: Values, ms: number): Values;
}

const covered = (value: number | null, ms: number): number => (value === null ? 0 : ms);

/** As told: CPU time, memory, its limit. A bucket: how long each was told as well, and the highest use of memory. */
export const CONTAINERS: PackedKind = {
  table: 'container_state',
  toldColumns: 3,
  columns: [
    { name: 'cpuMs', merge: 'sum' },
    { name: 'cpuCoveredMs', merge: 'sum' },
    { name: 'memoryMeanBytes', merge: { meanOver: 3 } },
    { name: 'memoryCoveredMs', merge: 'sum' },
    { name: 'memoryMaxBytes', merge: 'max' },
    { name: 'memoryLimitBytes', merge: 'last' },
  ],
  asBucket: ([cpuMs = null, memory = null, limit = null], ms) => {
    return [cpuMs, covered(cpuMs, ms), memory, covered(memory, ms), memory, limit];
  },
};

/** Nothing but counters, in the order of PROTOCOL_COUNTERS, to which more may only be added at the end. */
export const PROTOCOLS: PackedKind = {
  table: 'protocol',
  toldColumns: PROTOCOL_COUNTERS.length,
  columns: PROTOCOL_COUNTERS.map((name) => ({ name, merge: 'sum' })),
  asBucket: (values) => values,
};

/** How a distance was answered, as a number; `away` is NATS that could not be reached. Only ever added to. */
export const OUTCOMES = [...PEER_OUTCOMES, 'away'] as const;
const OUTCOME_COLUMNS = 4;

/** As told: µs, and the index of the outcome. A bucket: the mean over the time that was answered, and how often each outcome was. */
export const LATENCIES: PackedKind = {
  table: 'latency',
  toldColumns: 2,
  columns: [
    { name: 'meanMicroseconds', merge: { meanOver: 1 } },
    { name: 'answeredMs', merge: 'sum' },
    { name: 'minMicroseconds', merge: 'min' },
    { name: 'maxMicroseconds', merge: 'max' },
    ...OUTCOMES.map((name) => ({ name, merge: 'sum' as const })),
  ],
  asBucket: ([microseconds = null, outcome = null], ms) => [
    ...[microseconds, covered(microseconds, ms), microseconds, microseconds],
    ...Array.from({ length: OUTCOME_COLUMNS }, (_, index) => (index === outcome ? 1 : 0)),
  ],
};

/** All of them. */
export const PACKED_KINDS: readonly PackedKind[] = [CONTAINERS, PROTOCOLS, LATENCIES];

/** What two stretches are together; `later` is the one whose limits hold on. */
export function mergeValues({ columns }: PackedKind, earlier: Values, later: Values): Values {
  return columns.map(({ merge }, index) => {
    const [one, other] = [earlier[index] ?? null, later[index] ?? null];
    if (one === null || other === null) return other ?? one;
    if (merge === 'sum') return Math.min(one + other, Number.MAX_SAFE_INTEGER - 1);
    if (merge === 'min') return Math.min(one, other);
    if (merge === 'max') return Math.max(one, other);
    if (merge === 'last') return other;
    const [weight, otherWeight] = [earlier[merge.meanOver] ?? 0, later[merge.meanOver] ?? 0];
    // As a step from one to the other, since a product of bytes and ms would pass what a number holds exactly.
    return weight + otherWeight === 0 ? other : one + (other - one) * (otherWeight / (weight + otherWeight));
  });
}
