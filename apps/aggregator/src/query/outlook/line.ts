import type { Counter, Decoded, Refusal } from '@weir/model';
import type { Filter } from '../filter.js';
import { asksContainer, asksNetwork } from '../filter-fields.sql.js';
import { partsOf } from '../filter-parts.js';
import type { Grouping } from '../grouping.js';
import { refusalOfNul } from '../nul.js';
import { DEFAULT_COUNTERS, MAX_POINTS, type SeriesAnswer, type SeriesRequest } from '../series.js';

/** Traffic that is looked at as one line: of an interface, of a host's uplinks, or of all that passes a filter together. */
export interface Line {
  /** Ids; one of the three is given. */
  readonly interface: string | null;
  readonly host: string | null;
  readonly filter: Filter | null;
  /** Null = bytes of both ways together. */
  readonly counter: Counter | null;
}

/** The parts of a request that say whose rates are asked. */
export type Whose = Pick<SeriesRequest, 'interfaces' | 'filter' | 'grouping' | 'counters'>;

/** What is wrong with a line, or null. */
export function refusalOfLine(line: Line): Refusal | null {
  const given = [line.interface, line.host, line.filter].filter((each) => each !== null).length;
  if (given !== 1) return { field: 'interface', reason: 'or host or filter is needed: give one of them, and only one' };
  return refusalOfNul('interface', [line.interface]) ?? refusalOfNul('host', [line.host]);
}

/** Asks for a line: an interface by itself, so that it has a gap before it came; all else as one sum. */
export function whoseOf({ interface: netId, host, filter, counter }: Line): Whose {
  const counters = counter === null ? DEFAULT_COUNTERS : [counter];
  if (netId !== null) return { interfaces: [netId], filter: null, grouping: by('interface'), counters };
  if (host !== null) return { interfaces: null, filter: { hosts: [host] }, grouping: by('host'), counters };
  return { interfaces: null, filter: ofContainers(filter ?? {}), grouping: by('all'), counters };
}

const by = (dimension: Grouping['dimensions'][number]): Grouping => ({ dimensions: [dimension], labels: [] });

/** Who asks for a service means what its containers pass, not uplinks that would have to be in them. */
export function ofContainers(filter: Filter): Filter {
  if (filter.classes != null || filter.uplink != null) return filter;
  const { wanted } = partsOf(filter);
  return asksContainer(wanted) || asksNetwork(wanted) ? { ...filter, classes: ['container'] } : filter;
}

/** All counters of a line added up, as the engine takes it: NaN where nothing is known. */
export function summed(columns: readonly Iterable<number | null>[], count: number): Float64Array {
  const sums = new Float64Array(count);
  for (const column of columns) {
    let step = 0;
    for (const value of column) {
      sums[step] = (sums[step] ?? 0) + (value ?? NaN);
      step += 1;
    }
  }
  return sums;
}

/** The only line of an answer, or why there is none. */
export function lineOf(
  line: Line,
  answer: Decoded<SeriesAnswer>,
): Decoded<{ readonly answer: SeriesAnswer; readonly values: Float64Array }> {
  if (!answer.ok) return { ok: false, refusal: refusalAsAsked(line, answer.refusal) };
  const { value } = answer;
  const [series] = value.series;
  if (series)
    return { ok: true, value: { answer: value, values: summed(Object.values(series.columns), value.at.length) } };
  return { ok: false, refusal: nobody(line) };
}

/** A refusal in terms of what was asked. */
export function refusalAsAsked({ interface: netId }: Line, refusal: Refusal): Refusal {
  return netId !== null && refusal.field === 'interfaces'
    ? { field: 'interface', reason: 'is the id of no interface' }
    : refusal;
}

/** Why there is no line. */
export function nobody({ host }: Line): Refusal {
  return host === null
    ? { field: 'filter', reason: 'finds no interface: ask for another one' }
    : { field: 'host', reason: 'is the id of no host that has an uplink' };
}

/** The rates of a line over a range, as a chart has them. */
export function requestOf(line: Line, fromMs: number, toMs: number, points = MAX_POINTS): SeriesRequest {
  return { ...whoseOf(line), fromMs, toMs, points, measures: ['average'], top: null, compareMs: null };
}
