import type { SeriesColumns } from '../../api/index.js';
import type { FigureLine, FigureLines } from '../../api/operations/figures.js';
import type { ChartLine, ChartPoint } from '../../charts/line/chart-line.js';
import { COUNTERS, type CounterOf } from './counters.js';

const COLOURS = { in: '--in', out: '--out' } as const;

/** A column as the points of a line, each where its step begins. */
export function pointsOf(at: readonly number[], column: SeriesColumns[string] | undefined): ChartPoint[] {
  return at.map((moment, index) => [moment, column?.[index] ?? null]);
}

/** Both ways of one kind of counter, for a mirrored chart. */
export function pairOf(answer: FigureLines, kind: CounterOf['kind'], line = answer.series[0]): ChartLine[] {
  if (!line) return [];
  return COUNTERS.filter((counter) => counter.kind === kind).map((counter) => lineFor(answer.at, line, counter));
}

/** Errors and drops, both ways. */
export function faultLines(answer: FigureLines, line = answer.series[0]): ChartLine[] {
  if (!line) return [];
  const colours = ['--entity-6', '--entity-1', '--entity-4', '--entity-5'];
  return COUNTERS.filter(({ kind }) => kind === 'errors' || kind === 'drops').map((counter, index) => {
    const { side, ...plain } = lineFor(answer.at, line, counter);
    return { ...plain, name: counter.label, colour: colours[index] ?? `--${side ?? 'in'}` };
  });
}

function lineFor(at: readonly number[], line: FigureLine, counter: CounterOf): ChartLine {
  const whole = line.statistics.find(({ counter: name }) => name === counter.name);
  return {
    id: counter.name,
    name: counter.label.replace(/ (in|out)$/, ''),
    colour: COLOURS[counter.side],
    side: counter.side,
    points: pointsOf(at, line.columns[`${counter.column}PerSecond`]),
    ...(whole && { figures: { average: whole.averagePerSecond, maximum: whole.maximumPerSecond } }),
  };
}
