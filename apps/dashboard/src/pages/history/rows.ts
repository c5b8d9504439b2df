import type { FigureLines } from '../../api/operations/figures.js';
import type { ChartLine, ChartPoint } from '../../charts/line/chart-line.js';
import { type ColourOf, groupEntity, REST_COLOUR } from '../../composables/use-entity-colour.js';
import { pairOf } from '../interfaces/lines.js';
import { type Summed, summed, summedPoints } from './figures.js';
import { countersOf, type Measure } from './measure.js';
import { lineName, linePath, type Subject } from './subject.js';

/** One line with its figures. */
export interface HistoryRow {
  readonly id: string;
  readonly name: string;
  readonly path: string | null;
  readonly colour: string;
  readonly points: readonly ChartPoint[];
  readonly summed: Summed;
  /** Whether it is what is not told apart. */
  readonly isRest: boolean;
  /** Of all together, 0 to 1. */
  readonly share: number | null;
}

/** The lines of an answer, the highest first and the rest last. */
export function historyRows(answer: FigureLines, subject: Subject, measure: Measure, colourOf: ColourOf): HistoryRow[] {
  const rows = answer.series.map((line) => {
    const points = summedPoints(answer.at, line.columns, countersOf(measure));
    return {
      ...{ id: line.group, name: lineName(subject, line), path: linePath(subject, line), points },
      isRest: line.others !== null,
      colour: line.others === null ? colourOf(groupEntity(line)) : REST_COLOUR,
      summed: summed(line.statistics, points),
    };
  });
  const all = rows.reduce((sum, row) => sum + (row.summed.total ?? 0), 0);
  return rows.map((row) => ({ ...row, share: all > 0 && row.summed.total !== null ? row.summed.total / all : null }));
}

/** Both ways of everything together, for a mirrored chart. */
export function bothWays(answer: FigureLines): ChartLine[] {
  const [line] = answer.series;
  if (!line) return [];
  const lines = line.statistics.map(({ counter, averagePerSecond, maximumPerSecond }): ChartLine => ({
    ...{
      id: `all:${counter}`,
      name: '',
      colour: '--in',
      figures: { average: averagePerSecond, maximum: maximumPerSecond },
    },
    points: summedPoints(answer.at, line.columns, [counter]),
  }));
  return pairOf(lines, 'traffic');
}
