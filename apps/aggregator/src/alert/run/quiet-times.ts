import type { Pool } from 'pg';
import { asksBelowHosts } from '../../query/asks-below-hosts.js';
import { readScopeKeys } from '../../query/watched/scope-keys.js';
import { keepQuietTimes, type WantedQuiet } from '../../store/patterns/quiet-times.js';
import { type Maintenance, nextSpans } from '../quiet/maintenance.js';

/** So long before a window begins the analysis is told: it may be another process, without a database for a while. */
const AHEAD_MS = 5 * 60_000;

/** Tells the analysis of windows of whole hosts that are on, or begin soon: what passes in them is not learnt. */
export async function tellQuietTimes(pool: Pool, maintenances: readonly Maintenance[], nowMs: number): Promise<void> {
  const wanted: WantedQuiet[] = [];
  for (const maintenance of maintenances.filter(isOfHosts)) {
    const spans = nextSpans(maintenance, nowMs, 2).filter(({ fromMs }) => fromMs <= nowMs + AHEAD_MS);
    if (spans.length === 0) continue;
    const hostUuids = [...(await readScopeKeys(pool, 'host', maintenance.matcher.scope))];
    wanted.push(...spans.map(({ fromMs, toMs }) => ({ fromMs, untilMs: toMs, hostUuids })));
  }
  await keepQuietTimes(pool, wanted, nowMs);
}

/** Whether all that is on its hosts is meant, whichever rule watches it. */
function isOfHosts({ matcher: { rules, severities, labels, scope } }: Maintenance): boolean {
  if (rules.length > 0 || severities.length > 0 || Object.keys(labels).length > 0) return false;
  return scope.text == null && !asksBelowHosts(scope);
}
