import type { FigureLine, FigureLines } from '../../api/operations/figures.js';
import { type Summed, summed, summedPoints } from '../history/figures.js';
import { countersOf, type Measure } from '../history/measure.js';
import { lineName, linePath, type Subject } from '../history/subject.js';
import { type Difference, differenceOf } from './difference.js';

/** A figure of two sides. */
export interface FigureRow {
  readonly label: string;
  readonly isTotal: boolean;
  readonly difference: Difference;
}

/** The figures of two sides, side by side. */
export function figureRows(before: Summed | null, after: Summed | null): FigureRow[] {
  const of = (key: 'total' | 'average' | 'p95' | 'maximum'): Difference =>
    differenceOf(before?.[key] ?? null, after?.[key] ?? null);
  return [
    { label: 'In all', isTotal: true, difference: of('total') },
    { label: 'Average', isTotal: false, difference: of('average') },
    { label: '95 % of the time below', isTotal: false, difference: of('p95') },
    { label: 'Highest', isTotal: false, difference: of('maximum') },
  ];
}

/** A line's figures; null where there is none. */
export function summedOf(
  answer: FigureLines | null,
  line: Pick<FigureLine, 'columns' | 'statistics'> | null | undefined,
  measure: Measure,
): Summed | null {
  if (!answer || !line) return null;
  return summed(line.statistics, summedPoints(answer.at, line.columns, countersOf(measure)));
}

/** How one group changed. */
export interface GroupRow {
  readonly id: string;
  readonly name: string;
  readonly path: string | null;
  readonly difference: Difference;
}

/** All groups with their change, the largest change first. What was not there earlier counted nothing then. */
export function groupRows(answer: FigureLines, subject: Subject, measure: Measure): GroupRow[] {
  return answer.series
    .map((line): GroupRow => {
      const before = summedOf(answer, line.earlier, measure)?.total ?? 0;
      const after = summedOf(answer, line, measure)?.total ?? 0;
      const { group: id } = line;
      return {
        id,
        name: lineName(subject, line),
        path: linePath(subject, line),
        difference: differenceOf(before, after),
      };
    })
    .sort((left, right) => Math.abs(right.difference.change ?? 0) - Math.abs(left.difference.change ?? 0));
}
