import { PROTOCOL_COUNTERS, type ProtocolCounter } from '@weir/model';
import { Column } from '../column.js';
import { coverageOf, coveredBins, type Lifetime } from '../fill.js';
import type { Bins } from '../bins.js';
import type { Grid } from '../grid.js';
import { roundedOrNull } from './host-figures.js';
import type { Thing } from './things.js';

/** The column of a protocol counter's rate: `tcpInSegments` → `tcpInSegmentsPerSecond`. */
const protocolRateName = (counter: ProtocolCounter): string => `${counter}PerSecond`;

/** The column of the share of segments sent that were sent again. */
const RETRANSMITS = 'tcpRetransmittedPercent';

/**
 * The columns of a network namespace. Agents leave out those that counted nothing: where the host told of protocols, and the
 * namespace was there and could be read, nothing told is zero.
 */
export function protocolColumns(
  grid: Grid,
  counters: readonly ProtocolCounter[],
  thing: Thing,
  presence: Bins,
  alive: Lifetime,
): Record<string, Column> {
  const known = { presence, unread: thing.unread, alive, sampled: thing.told, clip: true };
  const { ms: covered, perSecond } = coverageOf(coveredBins(grid, known));
  const counted = (counter: ProtocolCounter): ((bucket: number) => number | null) => {
    const index = PROTOCOL_COUNTERS.indexOf(counter);
    const isUntold = isNeverTold(thing, index);
    return (bucket) => {
      if (isUntold || !covered[bucket]) return null;
      return thing.values[bucket]?.[index] ?? 0;
    };
  };
  const rates = counters.map((counter) => {
    const amountIn = counted(counter);
    const rateIn = (bucket: number): number | null => times(amountIn(bucket), perSecond[bucket] ?? 0);
    return [protocolRateName(counter), new Column(grid.count, rateIn)];
  });
  const [sent, again] = [counted('tcpOutSegments'), counted('tcpRetransmittedSegments')];
  const share = new Column(grid.count, (bucket) => roundedOrNull(shareOf(sent(bucket), again(bucket))));
  return { ...(Object.fromEntries(rates) as Record<string, Column>), [RETRANSMITS]: share };
}

/** Whether something was told of a thing, but never this counter: its kernel does not have it. */
function isNeverTold({ values }: Thing, index: number): boolean {
  const told = values.filter((each) => each !== null);
  return told.length > 0 && told.every((each) => (each[index] ?? null) === null);
}

function times(amount: number | null, perSecond: number): number | null {
  return roundedOrNull(amount === null ? null : amount * perSecond);
}

/** Linux does not count what it sends again among the segments sent. */
function shareOf(sent: number | null, again: number | null): number | null {
  if (sent === null || again === null) return null;
  return again === 0 ? 0 : (again / (sent + again)) * 100;
}
