import type { PerCounter } from '@weir/model';
import type { Average } from '../../query/averages.js';
import type { InterfaceRow } from '../../query/interfaces.js';
import { ratesByName } from '../../query/series.js';
import type { InterfaceStats } from '../../query/stats.js';
import type { AveragePerSecond, NetworkStats, RatesPerSecond } from './network-stats.js';

/** Statistics as REST answers them. */
export function toNetworkStats(series: InterfaceRow, stats: InterfaceStats): NetworkStats {
  const { totals, rates, averages, lastUpdateMs } = stats;
  return {
    net_id: series.netId,
    host: series.hostName,
    name: series.name,
    totals,
    rates: rates && perSecond(rates),
    averages: {
      oneMinute: toAverage(averages.oneMinute),
      fiveMinutes: toAverage(averages.fiveMinutes),
      fifteenMinutes: toAverage(averages.fifteenMinutes),
    },
    lastUpdate: lastUpdateMs === null ? null : new Date(lastUpdateMs).toISOString(),
    uptimeSeconds: uptimeSeconds(series.since, lastUpdateMs),
    resets: series.resets,
  };
}

function toAverage({ coveredMs, perSecond: rates }: Average): AveragePerSecond | null {
  return rates && { coveredSeconds: coveredMs / 1_000, ...perSecond(rates) };
}

function perSecond(rates: PerCounter<number>): RatesPerSecond {
  return ratesByName(rates) as RatesPerSecond;
}

/** Not below zero: the inventory that tells of a reset may be newer than the newest sample. */
function uptimeSeconds(since: Date | null, lastUpdateMs: number | null): number | null {
  if (since === null || lastUpdateMs === null) return null;
  return Math.max(0, Math.floor((lastUpdateMs - since.getTime()) / 1_000));
}
