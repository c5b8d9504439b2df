import type { ReportLine } from '@weir/model';

type Values = (number | null)[];

/** One of the areas that lie on top of each other. A gap is where nothing is known of any; what is not known of one counts nothing. */
export interface Layer {
  readonly lower: Values;
  readonly upper: Values;
  /** The sum of this and those below in the range before. */
  readonly before: Values;
}

export function stackOf(lines: readonly ReportLine[]): Layer[] {
  const length = Math.max(0, ...lines.map(({ values }) => values.length));
  const known = Array.from({ length }, (_, index) => lines.some(({ values }) => values[index] != null));
  let floor: Values = known.map((is) => (is ? 0 : null));
  let floorBefore: Values = [];
  return lines.map(({ values, before }) => {
    const lower = floor;
    floor = lower.map((height, index) => (height === null ? null : height + (values[index] ?? 0)));
    if (before) floorBefore = before.map((value, index) => sum(floorBefore[index], value));
    return { lower, upper: floor, before: floorBefore };
  });
}

function sum(first: number | null | undefined, second: number | null): number | null {
  return first == null && second === null ? null : (first ?? 0) + (second ?? 0);
}
