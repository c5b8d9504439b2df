import type { ClientBase } from 'pg';
import type { StateArrival, TrafficArrival } from './arrival.js';
import { judge, type LedgerColumn, type Verdict } from './ledger.js';
import type { RefusedArrival } from './refused.js';

/** Numbered messages by what is to be done with them. */
export interface SortedOut<A> {
  readonly fresh: readonly A[];
  readonly refused: readonly RefusedArrival[];
  /** How many were stored before. */
  readonly duplicates: number;
}

/** Asks the ledger what is new, and refuses what is of a foreign run. The caller holds the lock of the hosts. */
export async function sortOut<A extends TrafficArrival | StateArrival>(
  client: ClientBase,
  column: LedgerColumn,
  arrivals: readonly A[],
  hostIdOf: (hostUuid: string) => number,
): Promise<SortedOut<A>> {
  const messages = arrivals.map(({ content }) => content.message);
  const verdicts = await judge(client, column, messages, hostIdOf);
  const those = (verdict: Verdict): A[] => arrivals.filter((_, index) => verdicts[index] === verdict);
  return { fresh: those('new'), refused: those('foreign').map(refusedFor), duplicates: those('seen').length };
}

/** A run's name is random; one that another host owns is a forgery or a cloned state folder. */
function refusedFor(arrival: TrafficArrival | StateArrival): RefusedArrival {
  const content = { kind: 'refused', of: arrival.content.kind, reason: 'run: belongs to another host' } as const;
  return { ...arrival, content };
}
