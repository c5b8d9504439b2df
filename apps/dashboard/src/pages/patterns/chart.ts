import type { SeriesColumns, SeriesInput, SeriesResult } from '../../api/index.js';
import type { PatternClass, PatternDetail, PatternEntity, PatternRow } from '../../api/operations/patterns.js';
import type { ChartLine, Marker, Stretch } from '../../charts/line/chart-line.js';
import type { Expected } from '../../charts/named/expected.js';
import { STRONG } from './words.js';

/** What a chart of a finding shows. */
interface FindingChart {
  readonly lines: readonly ChartLine[];
  readonly usual: Expected | null;
  readonly stretches: readonly Stretch[];
  readonly markers: readonly Marker[];
  readonly from: number;
  readonly to: number;
}

/** Traffic both ways together around a finding, on the ground of what is usual, which is told of both ways together, too. */
export function chartOf(pattern: PatternDetail): FindingChart {
  const { series } = pattern;
  const at = series?.at ?? [];
  const [from, to] = [Date.parse(series?.from ?? ''), Date.parse(series?.to ?? '')];
  return {
    lines: [
      { id: 'both', name: 'in and out', colour: '--in', points: pointsOf(at, added(series?.series[0]?.columns ?? {})) },
    ],
    usual: pattern.band,
    stretches: stretchesOf([pattern], to),
    markers: pattern.changesBefore.map(({ at: moment, text }) => ({ at: Date.parse(moment), text })),
    from: from || 0,
    to: to || 0,
  };
}

/** When findings were, on a chart over time. Those that are on last until `now`. */
export function stretchesOf(
  patterns: readonly Pick<PatternRow, 'startedAt' | 'endedAt' | 'strength'>[],
  now: number,
): readonly Stretch[] {
  return patterns.map(({ startedAt, endedAt, strength }) => ({
    from: Date.parse(startedAt),
    to: endedAt === null ? now : Date.parse(endedAt),
    tone: strength >= STRONG ? 'bad' : 'warn',
  }));
}

/** What findings of some classes are about is no traffic: packets of a scan, errors of a storm. */
const SIDES: Partial<Record<PatternClass, SideKind>> = { FAN_OUT: 'packets', ERROR_STORM: 'errors' };
type SideKind = keyof typeof SIDE_WORDS;
const SIDE_WORDS = {
  packets: { title: 'Packets', what: 'Packets', counters: ['RX_PACKETS', 'TX_PACKETS'] },
  errors: { title: 'Errors', what: 'Packets with errors', counters: ['RX_ERRORS', 'TX_ERRORS'] },
} as const;

/** What stands beside the chart of a finding, and how it is asked for. */
export interface Side {
  readonly unit: SideKind;
  readonly title: string;
  readonly what: string;
  readonly question: SeriesInput;
}

/** What tells more of a finding than bytes do; null where nothing does. */
export function sideOf({ class: kind, entity, series }: PatternDetail): Side | null {
  const unit = SIDES[kind];
  if (!unit || !series) return null;
  const { counters, ...words } = SIDE_WORDS[unit];
  const whose: Partial<SeriesInput> =
    entity.kind === 'INTERFACE' ? { interfaces: [entity.id] } : { filter: filterOf(entity), grouping: 'ALL' };
  return { unit, ...words, question: { ...whose, from: series.from, to: series.to, counters: [...counters] } };
}

/** Both ways of what stands beside a chart. */
export function sideLines(unit: SideKind, { at, series }: SeriesResult): ChartLine[] {
  return (['in', 'out'] as const).map((side) => {
    const name = `${side === 'in' ? 'rx' : 'tx'}${unit === 'packets' ? 'Packets' : 'Errors'}PerSecond`;
    const points = pointsOf(at, series[0]?.columns[name] ?? []);
    return { id: side, name: unit, colour: `--${side}`, side, points };
  });
}

function filterOf({ kind, id, hostId, name }: PatternEntity): NonNullable<SeriesInput['filter']> {
  if (kind === 'CONTAINER') return { container: { eq: id }, classes: ['CONTAINER'] };
  return kind === 'NETWORK' ? { hosts: [hostId], network: { eq: name }, classes: ['CONTAINER'] } : { hosts: [hostId] };
}

function pointsOf(at: readonly number[], values: readonly (number | null)[]): ChartLine['points'] {
  return at.map((moment, index) => [moment, values[index] ?? null]);
}

/** Bytes of both ways; where one is not known, neither is their sum. */
function added(columns: SeriesColumns): (number | null)[] {
  const [received = [], sent = []] = [columns['rxBytesPerSecond'], columns['txBytesPerSecond']];
  return received.map((value, index) => {
    const other = sent[index] ?? null;
    return value === null || other === null ? null : value + other;
  });
}
