import type { MomentRange } from '@weir/model';
import type { TotalsAnswer } from '../../query/totals.js';
import type { LevelName } from '../../store/rollup/level.js';

type Told = Pick<TotalsAnswer, 'fromMs' | 'toMs' | 'edgeResolution'>;

const BUCKETS: Readonly<Record<LevelName, string>> = {
  '1m': 'minutes',
  '5m': 'five minutes',
  '1h': 'hours',
  '1d': 'days',
};

/** What is kept where an answer is of more than was asked, as the beginning of a sentence; null where it is of just that. */
export function keptText(asked: MomentRange, { fromMs, toMs, edgeResolution }: Told): string | null {
  const isWidened = fromMs < asked.fromMs || toMs > asked.toMs;
  if (!isWidened || edgeResolution === 'raw') return null;
  return `Of so long ago only sums of whole ${BUCKETS[edgeResolution]} are kept, by UTC`;
}
