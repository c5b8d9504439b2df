import type { Bar } from '../bar/bar-data.js';
import type { ChartLine } from '../line/chart-line.js';

/** What a chart says that has nothing to show. */
export const NOTHING = 'Nothing was recorded in this stretch, or it is not stored yet. Another stretch may show more.';

/** What bars say of which no value is known: without a word they would be a blank beside names. */
export const UNTOLD = 'None of these tells its figures now. They are shown as soon as one does.';

/** Says that there is no bar, or that none has a value; null where there is something to draw. */
export function nothingToCompare(bars: readonly Pick<Bar, 'value'>[]): string | null {
  if (bars.length === 0) return NOTHING;
  return bars.every(({ value }) => value === null) ? UNTOLD : null;
}

/** Says that there is nothing where no line has a value; null where there is something. */
export function nothingIn(lines: readonly Pick<ChartLine, 'points'>[]): string | null {
  return lines.some(({ points }) => points.some(([, value]) => value !== null)) ? null : NOTHING;
}
