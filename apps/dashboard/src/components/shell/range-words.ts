import { LAST_RANGES, type TimeRange } from '../../composables/range.js';
import { formatClock, formatDateTime } from '../../format/time.js';

/** A range in words, as short as it can be told apart. */
export function rangeWords(range: TimeRange): string {
  if (range.kind === 'live') return 'Live, 5 min';
  if (range.kind === 'last') return `Last ${LAST_RANGES[range.key].label}`;
  const [from, to] = [formatDateTime(range.from), formatDateTime(range.to)];
  const isOneDay = from.slice(0, 10) === to.slice(0, 10);
  return `${from} – ${isOneDay ? formatClock(range.to, true) : to}`;
}
