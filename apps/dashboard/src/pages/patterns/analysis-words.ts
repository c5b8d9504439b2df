import type { Analysis } from '../../api/operations/patterns.js';
import { formatCount } from '../../format/count.js';
import { formatAge, formatClock, formatDateTime } from '../../format/time.js';

const DAY_MS = 86_400_000;
/** So far behind, what is told is no longer news. */
const LATE_MS = 60_000;

/** How the analysis stands, in words. */
export function analysisWords(
  analysis: Analysis,
  now: number,
): { readonly text: string; readonly tone: 'warn' | 'plain' } {
  const { seriesCount, thinnedCount, lagMilliseconds, isThinned, since } = analysis;
  if (!analysis.isRunning) {
    return {
      text: 'Nothing is analysed now. One aggregator has to have the role analyse (WEIR_ROLES).',
      tone: 'warn',
    };
  }
  const interfaces =
    seriesCount === 1 ? 'One interface is watched' : `${formatCount(seriesCount)} interfaces are watched`;
  const lag = lagMilliseconds === null ? '' : `, ${formatAge(lagMilliseconds)} behind the traffic`;
  const thinned = isThinned
    ? ` It is more than fits into half a core: ${formatCount(thinnedCount)} of them, uplinks last, are looked at less often${sinceWords(since, now)}.`
    : '';
  const isLate = (lagMilliseconds ?? 0) > LATE_MS;
  return { text: `${interfaces}${lag}.${thinned}`, tone: isLate || isThinned ? 'warn' : 'plain' };
}

function sinceWords(since: string | null, now: number): string {
  if (since === null) return '';
  const at = Date.parse(since);
  return ` since ${now - at < DAY_MS ? formatClock(at, false) : formatDateTime(at).slice(0, 16)}`;
}
