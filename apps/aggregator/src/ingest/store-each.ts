import type { Arrival } from '../store/write/arrival.js';
import type { RefusedArrival } from '../store/write/refused.js';
import { DataFault } from '../store/write/faults.js';

/**
 * Stores a batch. Where its data is at fault, halves it until the culprit is alone; that one is stored as refused,
 * with the database's reason, and all others are stored. `commit` is called for each part, in their order.
 */
export async function storeEach<T extends { readonly arrival: Arrival }>(
  batch: readonly T[],
  commit: (part: readonly T[]) => Promise<void>,
): Promise<void> {
  try {
    await commit(batch);
  } catch (error) {
    const culprit = batch.length === 1 ? batch[0] : undefined;
    if (!(error instanceof DataFault) || culprit?.arrival.content.kind === 'refused') throw error;
    if (culprit) return commit([{ ...culprit, arrival: refusedFor(culprit.arrival, error.message) }]);
    const half = Math.ceil(batch.length / 2);
    await storeEach(batch.slice(0, half), commit);
    await storeEach(batch.slice(half), commit);
  }
}

function refusedFor(arrival: Arrival, reason: string): RefusedArrival {
  const of = arrival.content.kind === 'refused' ? arrival.content.of : arrival.content.kind;
  return { ...arrival, content: { kind: 'refused', of, reason: `cannot be stored: ${reason}` } };
}
