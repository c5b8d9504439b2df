import { formatShare } from '../../format/rate.js';
import { describeValue, STORED_UNIT, type Unit } from '../../format/unit.js';
import type { Legend } from '../card/frame.js';
import type { ChartTable } from '../card/table.js';

/** A part of a whole. */
export interface Slice {
  readonly id: string;
  /** Shown as text only; it may hold anything. */
  readonly name: string;
  /** Custom property that holds its colour. */
  readonly colour: string;
  readonly value: number;
}

/** As many as can be told apart; the rest is one. */
export const MOST_SLICES = 8;
/** Id of what is not shown apart, as the API calls it too. */
export const OTHER = 'others';

/** The largest first, what is not told apart last; beyond eight the smallest are drawn together. What is nothing has no slice. */
export function slicesOf(slices: readonly Slice[]): Slice[] {
  const isRest = ({ id }: Slice): boolean => id === OTHER;
  const sorted = slices
    .filter(({ value }) => value > 0)
    .sort((left, right) => Number(isRest(left)) - Number(isRest(right)) || right.value - left.value);
  if (sorted.length <= MOST_SLICES) return sorted;
  const rest = sorted.slice(MOST_SLICES - 1);
  const value = rest.reduce((sum, slice) => sum + slice.value, 0);
  // One that stands for many already does not say for how many.
  const name = rest.some(isRest) ? 'all others' : `${rest.length} others`;
  return [...sorted.slice(0, MOST_SLICES - 1), { id: OTHER, name, colour: '--entity-rest', value }];
}

/** What all slices come to. */
export function wholeOf(slices: readonly Slice[]): number {
  return slices.reduce((sum, { value }) => sum + value, 0);
}

/** Each slice with its value and its share of the whole. */
export function pieLegend(slices: readonly Slice[], unit: Unit): Legend {
  const whole = wholeOf(slices);
  return {
    headings: ['share', 'value'],
    rows: slices.map(({ id, name, colour, value }) => ({
      ...{ id, label: name, colour },
      figures: [formatShare(whole === 0 ? 0 : value / whole), describeValue(value, unit)],
    })),
  };
}

/** Every slice, those that are drawn together too. */
export function pieTable(slices: readonly Slice[], unit: Unit): ChartTable {
  const whole = wholeOf(slices);
  return {
    columns: [
      { label: 'Name', kind: 'text', describe: String },
      {
        ...{ label: 'Value', kind: 'number', unit: STORED_UNIT[unit] },
        describe: (cell) => describeValue(typeof cell === 'number' ? cell : null, unit),
      },
      { label: 'Share', kind: 'number', unit: '%', describe: (cell) => formatShare(Number(cell) / 100) },
    ],
    rows: [...slices]
      .sort((left, right) => right.value - left.value)
      .map(({ name, value }) => [name, value, whole === 0 ? 0 : (value / whole) * 100]),
  };
}
