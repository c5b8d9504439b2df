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

/** Does what an aggregator does: total = base + the sum of all deltas from there on. */
export class Ledger {
  readonly totals = new Map<string, bigint[]>();
  /** Bases that contradict what was counted: there must be none. */
  readonly contradictions: string[] = [];

  add(samples: readonly Sample[]): void {
    for (const sample of samples) {
      for (const [key, base] of sample.base) this.base(key, base, sample.resets.includes(key));
      for (const [key, deltas] of sample.deltas) this.grow(key, deltas);
    }
  }

  private base(key: string, base: readonly bigint[], reset: boolean): void {
    const known = this.totals.get(key);
    if (known && !reset && base.some((value, index) => value !== known[index])) this.contradictions.push(key);
    this.totals.set(key, [...base]);
  }

  private grow(key: string, deltas: readonly number[]): void {
    const known = this.totals.get(key);
    if (!known) this.contradictions.push(`${key} has no base`);
    this.totals.set(
      key,
      deltas.map((delta, index) => BigInt(delta) + (known?.[index] ?? 0n)),
    );
  }
}
