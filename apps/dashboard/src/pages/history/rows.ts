import type { FigureLine, FigureLines } from '../../api/operations/figures.js';
import type { ChartPoint } from '../../charts/line/chart-line.js';
import { assignColours } from '../../format/colour.js';
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
  /** Of all together, 0 to 1. */
  readonly share: number | null;
}

const REST_COLOUR = '--text-3';

/** The lines of an answer, the highest first and the rest last. */
export function historyRows(answer: FigureLines, subject: Subject, measure: Measure): HistoryRow[] {
  const colours = assignColours(answer.series.filter(({ others }) => others === null).map(keyOf));
  const rows = answer.series.map((line) => {
    const points = summedPoints(answer.at, line.columns, countersOf(measure));
    return {
      ...{ id: line.group, name: lineName(subject, line), path: linePath(subject, line), points },
      colour: line.others === null ? (colours.get(keyOf(line)) ?? '--entity-0') : REST_COLOUR,
      summed: summed(line.statistics, points),
    };
  });
  const all = rows.reduce((sum, row) => sum + (row.summed.total ?? 0), 0);
  return rows.map((row) => ({ ...row, share: all > 0 && row.summed.total !== null ? row.summed.total / all : null }));
}

/** What a line's colour is found by: the same thing has the same colour on every page. */
function keyOf({ keys, group }: FigureLine): string {
  return keys[0]?.value ?? group;
}
