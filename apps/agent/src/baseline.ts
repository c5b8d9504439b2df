import type { CollectorName } from './collect/names.js';
import type { CollectorRun } from './collect/run.js';
import type { CounterBook } from './delta/book.js';
import type { Recovered } from './publish/recovery.js';

/**
 * Takes the readings from which counting begins: all of them in an agent's very first life; later on those of collectors
 * that were switched off in its last life. What passed meanwhile belongs to no interval.
 */
export function takeBaseline(
  book: Pick<CounterBook, 'baseline'>,
  collectors: Pick<CollectorRun, 'collect' | 'complete'>,
  recovered: Pick<Recovered, 'off'> | null,
): void {
  const isNew = (name: CollectorName): boolean => !recovered || recovered.off.includes(name);
  // Only those: a first reading of another would be taken for unchanged at the first tick.
  const tables = collectors.collect(isNew);
  book.baseline(tables, collectors.complete);
}
