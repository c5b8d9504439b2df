import type { MomentRange, TextBlock } from '@weir/model';
import type { TotalsAnswer } from '../../query/totals.js';
import type { LevelName } from '../../store/rollup/level.js';
import { text } from './blocks.js';
import type { ReportContext } from './context.js';
import { momentText } from './times.js';

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

/** What totals are of where they are of more than was asked, told once in a report; `isCompared` = of the range before too. */
export async function* keptNotes(context: ReportContext, isCompared: boolean): AsyncGenerator<TextBlock> {
  const { request } = context;
  yield* noteOf(context, 'totals', request);
  if (isCompared && request.before) yield* noteOf(context, 'totals of the range before', request.before);
}

async function* noteOf(context: ReportContext, what: string, asked: MomentRange): AsyncGenerator<TextBlock> {
  if (context.noted.has(asked)) return;
  context.noted.add(asked);
  const told = await context.told(asked);
  const kept = keptText(asked, told);
  if (kept === null) return;
  const [from, to] = [told.fromMs, told.toMs].map((ms) => momentText(ms, context.request.timeZone));
  yield text(`${kept}: ${what} are from ${from} to ${to}.`, 'note');
}
