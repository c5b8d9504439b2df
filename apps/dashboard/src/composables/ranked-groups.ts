import type { FigureLine, FigureLines } from '../api/operations/figures.js';
import type { Point } from './live/frames.js';

type Counter = FigureLine['statistics'][number]['counter'];

/** A group of a ranking, with what a row shows of it. */
export interface RankedGroup {
  readonly id: string;
  readonly keys: FigureLine['keys'];
  /** How many groups are summed up, where it is the rest. */
  readonly others: number | null;
  /** Bytes a second lately: the newest that is known. */
  readonly incoming: number | null;
  readonly outgoing: number | null;
  /** What was counted a second on average, by counter; null = not known. */
  readonly averages: Readonly<Partial<Record<Counter, number | null>>>;
  /** Bytes in the stretch. */
  readonly totalIn: number;
  readonly totalOut: number;
  /** Of all groups together, 0 to 1, both ways; null where nothing was counted. */
  readonly share: number | null;
  readonly incomingLine: readonly Point[];
  readonly outgoingLine: readonly Point[];
}

/** The rows of a ranking, in its order, the rest last. */
export function rankedGroups(answer: FigureLines): RankedGroup[] {
  const all = answer.series.reduce((sum, line) => sum + totalOf(line, 'RX_BYTES') + totalOf(line, 'TX_BYTES'), 0);
  return answer.series.map((line) => {
    const incomingLine = lineOf(answer.at, line, 'rxBytesPerSecond');
    const outgoingLine = lineOf(answer.at, line, 'txBytesPerSecond');
    const [totalIn, totalOut] = [totalOf(line, 'RX_BYTES'), totalOf(line, 'TX_BYTES')];
    return {
      ...{ id: line.group, keys: line.keys, others: line.others, incomingLine, outgoingLine, totalIn, totalOut },
      incoming: newest(incomingLine),
      outgoing: newest(outgoingLine),
      averages: Object.fromEntries(line.statistics.map((one) => [one.counter, one.averagePerSecond])),
      share: all === 0 ? null : (totalIn + totalOut) / all,
    };
  });
}

/** What a group is called in a dimension; null = it has no name there. */
export function nameIn(keys: FigureLine['keys'], dimension: FigureLine['keys'][number]['dimension']): string | null {
  return keys.find((key) => key.dimension === dimension)?.name ?? null;
}

/** Its id or name as pages and filters take it. */
export function valueIn(keys: FigureLine['keys'], dimension: FigureLine['keys'][number]['dimension']): string | null {
  return keys.find((key) => key.dimension === dimension)?.value ?? null;
}

/** A column as the points of a line. */
export function lineOf(at: readonly number[], line: Pick<FigureLine, 'columns'>, column: string): Point[] {
  const values = line.columns[column] ?? [];
  return at.map((moment, index) => [moment, values[index] ?? null]);
}

/** The sum of lines with the same moments; where one has a gap, so has the sum. */
export function added(lines: readonly (readonly Point[])[]): Point[] {
  const [first = [], ...others] = lines;
  return first.map(([at, value], index) => {
    const values = [value, ...others.map((line) => line[index]?.[1] ?? null)];
    return [at, values.some((one) => one === null) ? null : values.reduce<number>((sum, one) => sum + (one ?? 0), 0)];
  });
}

/** The newest value known, if one of the last two points has it: older ones are not "now". */
export function newest(line: readonly Point[]): number | null {
  return line.at(-1)?.[1] ?? line.at(-2)?.[1] ?? null;
}

function totalOf(line: FigureLine, counter: string): number {
  return line.statistics.find((one) => one.counter === counter)?.total ?? 0;
}
