import { describeValue, STORED_UNIT, toDrawn, type Unit } from '../../format/unit.js';
import type { Legend } from '../card/frame.js';
import type { Cell, ChartTable } from '../card/table.js';

/** A part of a bar: in and out, a protocol, a kind of error. */
export interface BarPart {
  readonly id: string;
  readonly name: string;
  /** Custom property that holds its colour. */
  readonly colour: string;
  readonly value: number | null;
}

/** One bar; null = its value is not known, which is not 0. */
export interface Bar extends BarPart {
  /** What it is made of; bars of one chart have parts of the same ids. */
  readonly parts?: readonly BarPart[];
}

/** A series as the chart library takes it: no name of an agent's is in it. */
export interface BarSeries {
  readonly name: string;
  readonly data: readonly (number | null)[];
}

/** The kinds of parts that bars have, in the order in which they first appear. */
export function partsOf(bars: readonly Bar[]): BarPart[] {
  const kinds = new Map<string, BarPart>();
  for (const part of bars.flatMap(({ parts }) => parts ?? [])) if (!kinds.has(part.id)) kinds.set(part.id, part);
  return [...kinds.values()];
}

/** One series of all bars, or one for each kind of part, stacked. */
export function barSeries(bars: readonly Bar[], unit: Unit): BarSeries[] {
  const drawn = (value: number | null | undefined): number | null => (value == null ? null : toDrawn(value, unit));
  const kinds = partsOf(bars);
  if (kinds.length === 0) return [{ name: '0', data: bars.map(({ value }) => drawn(value)) }];
  return kinds.map(({ id }, index) => ({
    name: String(index),
    data: bars.map(({ parts }) => drawn(parts?.find((part) => part.id === id)?.value)),
  }));
}

/** Where the axis ends, as it is drawn: at the longest bar, or at a limit that none reaches, so that it is seen how much is left. */
export function barsEnd(bars: readonly Bar[], unit: Unit, limit: number | null): number {
  const drawn = barSeries(bars, unit);
  const sums = bars.map((_, index) => drawn.reduce((sum, { data }) => sum + Math.max(0, data[index] ?? 0), 0));
  return Math.max(0, limit === null ? 0 : toDrawn(limit, unit), ...sums) || 1;
}

/** The kinds of parts with what they come to; null where bars have no parts and are named themselves. */
export function barLegend(bars: readonly Bar[], unit: Unit): Legend | null {
  const kinds = partsOf(bars);
  if (kinds.length === 0) return null;
  const rows = kinds.map(({ id, name, colour }) => {
    const values = bars.flatMap(({ parts }) => parts?.find((part) => part.id === id)?.value ?? []);
    const sum = values.length > 0 ? values.reduce((total, value) => total + value, 0) : null;
    return { id, label: name, colour, figures: [describeValue(sum, unit)] };
  });
  return { headings: ['together'], rows };
}

/** A row a bar, with its parts. */
export function barTable(bars: readonly Bar[], unit: Unit): ChartTable {
  const kinds = partsOf(bars);
  const describe = (cell: Cell): string => describeValue(typeof cell === 'number' ? cell : null, unit);
  const number = { kind: 'number', unit: STORED_UNIT[unit], describe } as const;
  return {
    columns: [
      { label: 'Name', kind: 'text', describe: String },
      { label: 'Value', ...number },
      ...kinds.map(({ name }) => ({ label: name, ...number })),
    ],
    rows: bars.map(({ name, value, parts }) => [
      name,
      value,
      ...kinds.map(({ id }) => parts?.find((part) => part.id === id)?.value ?? null),
    ]),
  };
}
