import type { HeatRow } from '../../charts/heat/heat-data.js';
import type { RankedInterface } from '../../api/operations/interfaces.js';
import { displayName } from '../../format/name.js';
import type { Ranking } from './use-ranking.js';

const BITS_PER_BYTE = 8;
const FULL_PERCENT = 100;

/** How full each link was over time by its busier way, in percent; links whose speed is not known have no row. */
export function congestionRows({ interfaces, series }: Ranking): HeatRow[] {
  return interfaces.flatMap((each) => {
    const speed = each.speedBitsPerSecond;
    if (!speed) return [];
    const percent = (bytes: number): number => ((bytes * BITS_PER_BYTE) / speed) * FULL_PERCENT;
    return rowOf(each, series, (incoming, outgoing) => percent(Math.max(incoming, outgoing)));
  });
}

/** What each carried over time, both ways together. */
export function usageRows({ interfaces, series }: Ranking): HeatRow[] {
  return interfaces.flatMap((each) => rowOf(each, series, (incoming, outgoing) => incoming + outgoing));
}

/** What an interface is called where there is room for one line. */
export function lineName(each: Pick<RankedInterface, 'name' | 'class' | 'network' | 'containers' | 'host'>): string {
  return `${displayName(each).title}, ${each.host.name}`;
}

function rowOf(
  each: RankedInterface,
  series: Ranking['series'],
  valueOf: (incoming: number, outgoing: number) => number,
): HeatRow[] {
  const columns = series.series.find(({ group }) => group === each.id)?.columns;
  if (!columns) return [];
  const cells = series.at.map((_, index) => {
    const [incoming, outgoing] = [columns['rxBytesPerSecond']?.[index], columns['txBytesPerSecond']?.[index]];
    return incoming == null || outgoing == null ? null : valueOf(incoming, outgoing);
  });
  return [{ id: each.id, name: lineName(each), cells }];
}
