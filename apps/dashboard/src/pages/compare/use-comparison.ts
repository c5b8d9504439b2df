import { ask, type SeriesInput } from '../../api/index.js';
import { FIGURE_LINES, type FigureLines } from '../../api/operations/figures.js';
import type { FilterInput } from '../../composables/chips.js';
import type { Asked } from '../../composables/use-answer.js';
import { useInRange } from '../../composables/use-in-range.js';
import { countersOf, type Measure } from '../history/measure.js';
import { groupedBy, type Subject } from '../history/subject.js';
import { type Compared, questionOf } from './entity.js';
import { type Earlier, earlierMs } from './earlier.js';

const POINTS = 200;
const FEW_POINTS = 20;
/** So many groups are compared one by one. */
export const MOST_GROUPS = 50;

/** Everything that passes the filter in the page's range, and earlier. */
export function useRanges(
  question: () => { readonly earlier: Earlier; readonly measure: Measure; readonly filter: FilterInput | null },
): Asked<FigureLines> {
  return useInRange((stretch, signal) => {
    const { earlier, measure, filter } = question();
    const input: SeriesInput = {
      ...{ ...groupedBy('all', filter), counters: countersOf(measure), points: POINTS },
      ...{ measures: ['AVERAGE', 'MAXIMUM'], compareMilliseconds: earlierMs(earlier, lengthOf(stretch)), ...stretch },
    };
    return lines(input, signal);
  }, question);
}

/** Who made the difference: the groups with most, each with the same earlier. */
export function useGroups(
  question: () => {
    readonly earlier: Earlier;
    readonly measure: Measure;
    readonly subject: Subject;
    readonly filter: FilterInput | null;
  },
): Asked<FigureLines> {
  return useInRange((stretch, signal) => {
    const { earlier, measure, subject, filter } = question();
    const input: SeriesInput = {
      ...{ ...groupedBy(subject, filter), counters: countersOf(measure) },
      ...{ points: FEW_POINTS, top: { count: MOST_GROUPS } },
      ...{ compareMilliseconds: earlierMs(earlier, lengthOf(stretch)), ...stretch },
    };
    return lines(input, signal);
  }, question);
}

/** One of two in the page's range; null where none is chosen. */
export function useCompared(compared: () => Compared | null, measure: () => Measure): Asked<FigureLines | null> {
  return useInRange<FigureLines | null>(
    async (stretch, signal) => {
      const chosen = compared();
      if (!chosen) return { ok: true, data: null };
      const input: SeriesInput = {
        ...{ ...questionOf(chosen), counters: countersOf(measure()), points: POINTS },
        ...{ measures: ['AVERAGE', 'MAXIMUM'], ...stretch },
      };
      return lines(input, signal);
    },
    () => [compared(), measure()],
  );
}

async function lines(input: SeriesInput, signal: AbortSignal) {
  const answer = await ask(FIGURE_LINES, { input }, signal);
  return answer.ok ? ({ ok: true, data: answer.data.series } as const) : answer;
}

function lengthOf({ from, to }: { readonly from: string; readonly to: string }): number {
  return Date.parse(to) - Date.parse(from);
}
