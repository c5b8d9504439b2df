import { COUNTERS } from '@weir/model';
import type { InterfaceRow } from '../collect/collector.js';
import { type LinkLimit, stepCounters } from './step.js';

const ZERO: readonly bigint[] = COUNTERS.map(() => 0n);
const MAX_DELTA = BigInt(Number.MAX_SAFE_INTEGER);

/** What must outlive the agent about one series. */
export interface SavedEntry {
  readonly key: string;
  readonly life: string;
  readonly ifindex: number | null;
  /** When these counters began, ms since 1970. */
  readonly since: number;
  /** The kernel's counters, as far as they are accounted for. */
  readonly raw: readonly bigint[];
  /** What counters kept though they fell, by 32-bit wraps and lone falls: total = raw + carry. */
  readonly carry: readonly bigint[];
}

/** An entry's next state and what to send. */
export interface Advanced {
  readonly next: SavedEntry;
  readonly deltas: readonly number[];
  /** Totals at the start of the interval. */
  readonly base: readonly bigint[];
  readonly reset: boolean;
}

/** Sums the kernel's counters and what is carried. */
export function totals(entry: Pick<SavedEntry, 'raw' | 'carry'>): readonly bigint[] {
  if (entry.carry === ZERO) return entry.raw;
  return entry.raw.map((value, index) => value + (entry.carry[index] ?? 0n));
}

/** An entry whose counters are all accounted for from `raw` on. */
export function newEntry(key: string, life: string, row: InterfaceRow, since: number, raw = ZERO): SavedEntry {
  return { key, life, ifindex: row.ifindex, since, raw, carry: ZERO };
}

/** Accounts for a read: growth, a fall that is none, or counters that began anew (another life, another interface, a fall). */
export function advance(
  entry: SavedEntry,
  life: string,
  row: InterfaceRow,
  limit: LinkLimit,
  resetSince: number,
): Advanced {
  const same = entry.life === life && sameIfindex(entry.ifindex, row.ifindex);
  const plain = same ? growPlainly(entry, row) : null;
  if (plain) return plain;
  const step = same ? stepCounters(entry.raw, row.counters, limit) : ({ kind: 'reset' } as const);
  if (step.kind === 'reset') {
    return { ...grow(newEntry(entry.key, life, row, resetSince), row.counters, ZERO), reset: true };
  }
  const known = { ...entry, ifindex: row.ifindex ?? entry.ifindex };
  return { ...grow(known, step.deltas, step.carried), reset: false };
}

/** Accounts for an interface that came up while the agent watched: everything it counted is new. */
export function begin(entry: SavedEntry, row: InterfaceRow): Advanced {
  return { ...grow(entry, row.counters, ZERO), reset: false };
}

function sameIfindex(a: number | null, b: number | null): boolean {
  return a === null || b === null || a === b;
}

/** What nearly every read is: no counter fell, and none grew by more than a number holds. Null where it is something else. */
function growPlainly(entry: SavedEntry, row: InterfaceRow): Advanced | null {
  const deltas: number[] = [];
  for (const [index, value] of row.counters.entries()) {
    const delta = value - (entry.raw[index] ?? 0n);
    if (delta < 0n || delta > MAX_DELTA) return null;
    deltas.push(Number(delta));
  }
  const next = { ...entry, ifindex: row.ifindex ?? entry.ifindex, raw: row.counters };
  return { next, deltas, base: totals(entry), reset: false };
}

/** A delta beyond the largest safe integer is paid out over several reads: `raw` stays behind by the rest. */
function grow(entry: SavedEntry, deltas: readonly bigint[], carried: readonly bigint[]): Omit<Advanced, 'reset'> {
  const paid = deltas.map((delta) => (delta > MAX_DELTA ? MAX_DELTA : delta));
  const next = {
    ...entry,
    raw: entry.raw.map((value, index) => value + (paid[index] ?? 0n) - (carried[index] ?? 0n)),
    carry: entry.carry.map((value, index) => value + (carried[index] ?? 0n)),
  };
  return { next, deltas: paid.map(Number), base: totals(entry) };
}
