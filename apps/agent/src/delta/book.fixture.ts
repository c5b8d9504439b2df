import type { InterfaceRow, TableContent, TableReading } from '../collect/collector.js';
import { CounterBook } from './book.js';
import type { SavedEntry } from './entry.js';
import type { Sample } from './sample.js';

/** A book without checkpoints, as most tests want it. */
export function bookOf(
  saved: readonly SavedEntry[] = [],
  previousMs = 0,
  checkpointMs = Number.POSITIVE_INFINITY,
): CounterBook {
  const options = { checkpointMs, speedOf: () => null, bootedAt: 500 };
  return new CounterBook(options, saved, { at: 1_000 + previousMs, monotonicMs: previousMs });
}

/** A row whose counters but the first two are zero. */
export function row(
  name: string,
  rxBytes: bigint | number,
  txBytes: bigint | number = 0,
  ifindex: number | null = 1,
): InterfaceRow {
  return { name, ifindex, counters: [BigInt(rxBytes), BigInt(txBytes), 0n, 0n, 0n, 0n, 0n, 0n] };
}

/** The table of a namespace that was read. */
export function read(
  prefix: string,
  rows: readonly InterfaceRow[],
  life = `${prefix}-1`,
  faults: string[] = [],
): TableReading {
  return table(prefix, { kind: 'rows', rows, faults }, life);
}

/** The table of a namespace, whatever became of reading it. */
export function table(prefix: string, content: TableContent, life = `${prefix}-1`): TableReading {
  return { prefix, life, startedAt: prefix === 'host' ? null : 700, content };
}

/** Does what an aggregator does: total = the newest base + the sum of all deltas of intervals that begin no earlier. */
export class Ledger {
  private readonly rows = new Map<string, { start: number; deltas: readonly number[] }[]>();
  private readonly bases = new Map<string, { start: number; counters: readonly bigint[]; reset: boolean }[]>();

  add(samples: readonly Sample[]): void {
    for (const { at, ms, base, deltas, resets } of samples) {
      const start = at - ms;
      for (const [key, counters] of base) push(this.bases, key, { start, counters, reset: resets.includes(key) });
      for (const [key, row] of deltas) push(this.rows, key, { start, deltas: row });
    }
  }

  get totals(): ReadonlyMap<string, bigint[]> {
    return new Map([...this.keys()].map((key) => [key, this.totalOf(key)]));
  }

  /** Everything that was counted under a key, whatever began anew meanwhile. */
  sumOf(key: string): bigint {
    return sum((this.rows.get(key) ?? []).map(({ deltas }) => [BigInt(deltas[0] ?? 0)]))[0] ?? 0n;
  }

  /** Bases that contradict what was counted, and counts without a base: there must be none. */
  get contradictions(): string[] {
    return [...this.keys()].flatMap((key) => this.contradictionsOf(key));
  }

  private keys(): Set<string> {
    return new Set([...this.rows.keys(), ...this.bases.keys()]);
  }

  private basesOf(key: string): { start: number; counters: readonly bigint[]; reset: boolean }[] {
    return (this.bases.get(key) ?? []).toSorted((a, b) => a.start - b.start);
  }

  private totalOf(key: string): bigint[] {
    const newest = this.basesOf(key).at(-1);
    return sum([newest?.counters ?? [], ...this.counted(key, newest?.start ?? -Infinity, Infinity)]);
  }

  private counted(key: string, from: number, until: number): bigint[][] {
    const rows = (this.rows.get(key) ?? []).filter(({ start }) => start >= from && start < until);
    return rows.map(({ deltas }) => deltas.map(BigInt));
  }

  private contradictionsOf(key: string): string[] {
    const bases = this.basesOf(key);
    const [first] = bases;
    if (!first) return [`${key} has no base`];
    const early = this.counted(key, -Infinity, first.start).length > 0 ? [`${key} has counts before its base`] : [];
    const wrong = bases.filter((base, index) => {
      const before = bases[index - 1];
      if (!before || base.reset) return false;
      const expected = sum([before.counters, ...this.counted(key, before.start, base.start)]);
      return base.counters.some((value, counter) => value !== expected[counter]);
    });
    return [...early, ...wrong.map(() => key)];
  }
}

function push<T>(lists: Map<string, T[]>, key: string, entry: T): void {
  lists.set(key, [...(lists.get(key) ?? []), entry]);
}

function sum(vectors: readonly (readonly bigint[])[]): bigint[] {
  return Array.from({ length: 8 }, (_, index) => vectors.reduce((total, vector) => total + (vector[index] ?? 0n), 0n));
}
