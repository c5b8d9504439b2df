import { ask, type SeriesInput } from '../../api/index.js';
import { FIGURE_LINES, type FigureLines } from '../../api/operations/figures.js';
import type { FilterInput } from '../../composables/chips.js';
import type { Asked } from '../../composables/use-answer.js';
import { useInRange } from '../../composables/use-in-range.js';
import { countersOf, type Measure } from './measure.js';
import { groupedBy, type Subject } from './subject.js';

/** What is to be drawn. */
export interface HistoryQuestion {
  readonly subject: Subject;
  readonly measure: Measure;
  readonly filter: FilterInput | null;
}

/** So many lines can be told apart; the rest is one more. */
export const MOST_LINES = 8;
const POINTS = 300;

/** The groups with most in the page's range over time, and the rest together. */
export function useHistoryLines(question: () => HistoryQuestion): Asked<FigureLines> {
  return useInRange(async (stretch, signal) => {
    const { subject, measure, filter } = question();
    const input: SeriesInput = {
      ...{ ...groupedBy(subject, filter), points: POINTS },
      ...{ counters: countersOf(measure), measures: ['AVERAGE', 'MAXIMUM'], top: { count: MOST_LINES } },
      ...stretch,
    };
    const answer = await ask(FIGURE_LINES, { input }, signal);
    return answer.ok ? { ok: true, data: answer.data.series } : answer;
  }, question);
}
