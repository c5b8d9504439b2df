import type { MomentRange } from '@weir/model';
import { Turn } from '../background/turns.js';
import type { Quota } from './quota.js';
import type { AnsweredQuota, CountedCycle } from './quota.query.js';

/** A cycle of a quota. */
export interface QuotaCycle {
  readonly quota: Quota;
  readonly cycle: CountedCycle;
}

interface Asked extends Pick<AnsweredQuota, 'quota' | 'countedIn'> {
  readonly spans: readonly MomentRange[];
}

/** As many as one statement reads in some milliseconds. */
const MOST_SPANS = 2_000;

/**
 * Reads the cycles of quotas that hold something of a range, ms since 1970, in the order of the quotas, of each the newest first: of
 * many quotas by one statement. Thousands of days by the clocks of a place take a while: others have their turns meanwhile.
 */
export async function cyclesOfAll(all: readonly AnsweredQuota[], range: MomentRange): Promise<QuotaCycle[]> {
  const [told, turn] = [[] as QuotaCycle[], new Turn()];
  let [asked, count] = [[] as Asked[], 0];
  for (const { quota, spansIn, countedIn } of all) {
    const spans = spansIn(range);
    asked.push({ quota, countedIn, spans });
    count += spans.length;
    await turn.pass();
    if (count < MOST_SPANS) continue;
    told.push(...(await readTogether(asked)));
    [asked, count] = [[], 0];
  }
  return [...told, ...(await readTogether(asked))];
}

async function readTogether(asked: readonly Asked[]): Promise<QuotaCycle[]> {
  const counted = await Promise.all(asked.map(({ countedIn, spans }) => countedIn(spans)));
  return asked.flatMap(({ quota }, place) => (counted[place] ?? []).map((cycle) => ({ quota, cycle })));
}
