import type { Band, ChartLine, ChartPoint } from '../line/chart-line.js';

/** What was, is or will be expected at some moments: between which values, and about which one. Null = not known. */
export interface Expected {
  readonly at: readonly number[];
  readonly low: readonly (number | null)[];
  readonly middle: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

/** What the three lines of an expectation are called. */
export interface ExpectedNames {
  readonly low: string;
  readonly middle: string;
  readonly high: string;
}

const BAND_COLOUR = '--entity-rest';
const [LOW, MIDDLE, HIGH] = ['expected:low', 'expected:middle', 'expected:high'] as const;

/** The ground between the outer lines of `expectedLines`. */
export const EXPECTED_BAND: Band = { low: LOW, high: HIGH, colour: BAND_COLOUR };

/** An expectation as dashed lines, so that legend, table and files have it too. */
export function expectedLines(expected: Expected, names: ExpectedNames): ChartLine[] {
  const pointsOf = (values: readonly (number | null)[]): ChartPoint[] =>
    expected.at.map((at, index) => [at, values[index] ?? null]);
  const line = (id: string, name: string, values: readonly (number | null)[]): ChartLine => ({
    ...{ id, name, colour: BAND_COLOUR, dashed: true },
    points: pointsOf(values),
  });
  return [
    line(HIGH, names.high, expected.high),
    line(MIDDLE, names.middle, expected.middle),
    line(LOW, names.low, expected.low),
  ];
}
