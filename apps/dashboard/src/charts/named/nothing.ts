import type { ChartLine } from '../line/chart-line.js';

/** What a chart says that has nothing to show. */
export const NOTHING = 'Nothing was recorded in this stretch. Choose a later one.';

/** Says that there is nothing where no line has a value; null where there is something. */
export function nothingIn(lines: readonly Pick<ChartLine, 'points'>[]): string | null {
  return lines.some(({ points }) => points.some(([, value]) => value !== null)) ? null : NOTHING;
}
