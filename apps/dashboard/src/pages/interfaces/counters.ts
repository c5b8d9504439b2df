import type { Rates } from '../../api/index.js';
import type { FigureLine, Figures } from '../../api/operations/figures.js';
import type { GroupAverages } from '../../api/operations/interfaces.js';
import type { RateKind, TrafficUnit } from '../../format/rate.js';
import { rateOf } from './use.js';

/** The name of a counter as the API's enum has it. */
export type CounterName = FigureLine['statistics'][number]['counter'];

/** A counter of an interface: how columns call it, and what people do. */
export interface CounterOf {
  readonly name: CounterName;
  readonly column: string;
  readonly label: string;
  readonly side: 'in' | 'out';
  readonly kind: 'traffic' | 'packets' | 'errors' | 'drops';
}

/** All eight, in pairs. */
export const COUNTERS: readonly CounterOf[] = [
  { name: 'RX_BYTES', column: 'rxBytes', label: 'Traffic in', side: 'in', kind: 'traffic' },
  { name: 'TX_BYTES', column: 'txBytes', label: 'Traffic out', side: 'out', kind: 'traffic' },
  { name: 'RX_PACKETS', column: 'rxPackets', label: 'Packets in', side: 'in', kind: 'packets' },
  { name: 'TX_PACKETS', column: 'txPackets', label: 'Packets out', side: 'out', kind: 'packets' },
  { name: 'RX_ERRORS', column: 'rxErrors', label: 'Errors in', side: 'in', kind: 'errors' },
  { name: 'TX_ERRORS', column: 'txErrors', label: 'Errors out', side: 'out', kind: 'errors' },
  { name: 'RX_DROPPED', column: 'rxDropped', label: 'Drops in', side: 'in', kind: 'drops' },
  { name: 'TX_DROPPED', column: 'txDropped', label: 'Drops out', side: 'out', kind: 'drops' },
];

/** How a counter's rate is written in the reader's unit. */
export function rateKind({ kind }: Pick<CounterOf, 'kind'>, unit: TrafficUnit): RateKind {
  return kind === 'traffic' ? unit : kind;
}

/** One line of the table of figures: each null where it is not known. */
export interface CounterFigures {
  readonly counter: CounterOf;
  readonly now: number | null;
  readonly oneMinute: number | null;
  readonly fiveMinutes: number | null;
  readonly fifteenMinutes: number | null;
  readonly average: number | null;
  readonly p95: number | null;
  readonly maximum: number | null;
  readonly total: number | null;
}

/** All that is told of the eight counters, put side by side. */
export function counterFigures(
  now: Rates | null,
  averages: GroupAverages | null,
  totals: Figures['groups'][number]['counters'],
): CounterFigures[] {
  return COUNTERS.map((counter) => {
    const whole = totals.find(({ counter: name }) => name === counter.name);
    return {
      counter,
      now: rateOf(now, counter.column),
      oneMinute: rateOf(averages?.oneMinute.perSecond ?? null, counter.column),
      fiveMinutes: rateOf(averages?.fiveMinutes.perSecond ?? null, counter.column),
      fifteenMinutes: rateOf(averages?.fifteenMinutes.perSecond ?? null, counter.column),
      average: whole?.averagePerSecond ?? null,
      p95: whole?.p95PerSecond ?? null,
      maximum: whole?.maximumPerSecond ?? null,
      total: whole && whole.coveredMilliseconds > 0 ? Number(whole.total) : null,
    };
  });
}
