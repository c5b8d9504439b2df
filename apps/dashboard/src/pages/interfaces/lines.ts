import type { ChartLine, ChartPoint } from '../../charts/line/chart-line.js';
import { COUNTERS, type CounterOf } from './counters.js';

const FAULT_COLOURS: Readonly<Record<string, string>> = {
  ...{ RX_ERRORS: '--entity-8', TX_ERRORS: '--entity-4', RX_DROPPED: '--entity-3', TX_DROPPED: '--entity-1' },
};

/** A column as the points of a line, each where its step begins. */
export function pointsOf(at: readonly number[], column: readonly (number | null)[] | undefined): ChartPoint[] {
  return at.map((moment, index) => [moment, column?.[index] ?? null]);
}

/** Both ways of one kind of counter, for a mirrored chart; `lines` are those of one group, named by their counters. */
export function pairOf(lines: readonly ChartLine[], kind: CounterOf['kind']): ChartLine[] {
  return pick(lines, [kind]).map(({ counter, line }) => ({
    ...line,
    name: counter.label.replace(/ (in|out)$/, ''),
    colour: counter.side === 'in' ? '--in' : '--out',
    side: counter.side,
  }));
}

/** Errors and drops, both ways. */
export function faultLines(lines: readonly ChartLine[]): ChartLine[] {
  return pick(lines, ['errors', 'drops']).map(({ counter, line: { side: _side, ...line } }) => ({
    ...line,
    name: counter.label,
    colour: FAULT_COLOURS[counter.name] ?? '--entity-8',
  }));
}

function pick(
  lines: readonly ChartLine[],
  kinds: readonly CounterOf['kind'][],
): { readonly counter: CounterOf; readonly line: ChartLine }[] {
  return COUNTERS.filter(({ kind }) => kinds.includes(kind)).flatMap((counter) => {
    const line = lines.find(({ id }) => id.endsWith(`:${counter.name}`));
    return line ? [{ counter, line }] : [];
  });
}
