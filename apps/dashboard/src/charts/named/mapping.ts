import type { Coloured, ColourOf } from '../../composables/use-entity-colour.js';
import type { Bar, BarPart } from '../bar/bar-data.js';
import { MOST_SLICES, OTHER, type Slice } from '../pie/pie-data.js';

/** What is received and sent by one entity; null = not known. */
export interface InAndOut {
  readonly id: string;
  readonly name: string;
  readonly incoming: number | null;
  readonly outgoing: number | null;
}

/** Packets a second of one entity by protocol; null = not told. */
export interface ByProtocol {
  readonly id: string;
  readonly name: string;
  readonly tcp: number | null;
  readonly udp: number | null;
  readonly icmp: number | null;
}

/** What one entity lost, in packets. */
export interface Losses {
  readonly id: string;
  readonly name: string;
  readonly receiveErrors: number | null;
  readonly transmitErrors: number | null;
  readonly receiveDrops: number | null;
  readonly transmitDrops: number | null;
}

/** What one entity has of a whole. */
export interface Holding {
  readonly id: string;
  readonly name: string;
  readonly value: number | null;
}

/** As many bars as are read; a table has the others. */
export const MOST_BARS = 12;

const PROTOCOLS = [
  { id: 'tcp', name: 'TCP', colour: '--entity-0' },
  { id: 'udp', name: 'UDP', colour: '--entity-1' },
  { id: 'icmp', name: 'ICMP', colour: '--entity-4' },
] as const;

/** Four colours that are told apart in both themes; the shades of one are too near for lines. */
const LOSSES = [
  { id: 'receiveErrors', name: 'errors in', colour: '--entity-8' },
  { id: 'transmitErrors', name: 'errors out', colour: '--entity-4' },
  { id: 'receiveDrops', name: 'drops in', colour: '--entity-3' },
  { id: 'transmitDrops', name: 'drops out', colour: '--entity-1' },
] as const;

/** In and out of each, the busiest first. */
export function inOutBars(rows: readonly InAndOut[]): Bar[] {
  return barsOf(rows, ({ incoming, outgoing }) => [
    { id: 'in', name: 'in', colour: '--in', value: incoming },
    { id: 'out', name: 'out', colour: '--out', value: outgoing },
  ]);
}

/** Each entity's packets by protocol, the busiest first. */
export function protocolBars(rows: readonly ByProtocol[]): Bar[] {
  return barsOf(rows, (row) => PROTOCOLS.map((protocol) => ({ ...protocol, value: row[protocol.id] })));
}

/** All entities' packets by protocol. */
export function protocolSlices(rows: readonly ByProtocol[]): Slice[] {
  return PROTOCOLS.map((protocol) => ({
    ...protocol,
    value: rows.reduce((sum, row) => sum + (row[protocol.id] ?? 0), 0),
  }));
}

/** What each entity lost, by kind, the worst first. */
export function lossBars(rows: readonly Losses[]): Bar[] {
  return barsOf(rows, (row) => LOSSES.map((loss) => ({ ...loss, value: row[loss.id] })));
}

/** Those of which a ring shows a slice of their own: the largest. */
export function largestHoldings(kind: string, rows: readonly Holding[]): Coloured[] {
  return knownHoldings(rows)
    .filter(({ id }) => id !== OTHER)
    .slice(0, MOST_SLICES)
    .map(({ id }) => ({ kind, id }));
}

/** Each entity's part of the whole, in its own colour; of what is not known there is no slice. */
export function holdingSlices(kind: string, rows: readonly Holding[], colourOf: ColourOf): Slice[] {
  return knownHoldings(rows).map(({ id, name, value }) => ({
    ...{ id, name, value },
    colour: id === OTHER ? '--entity-rest' : colourOf({ kind, id }),
  }));
}

/** The largest first. */
function knownHoldings(rows: readonly Holding[]): (Holding & { readonly value: number })[] {
  const known = rows.filter((row): row is Holding & { value: number } => row.value !== null);
  return known.sort((left, right) => right.value - left.value);
}

function barsOf<Row extends { readonly id: string; readonly name: string }>(
  rows: readonly Row[],
  partsOfRow: (row: Row) => BarPart[],
): Bar[] {
  return rows
    .map((row): Bar => {
      const parts = partsOfRow(row);
      const known = parts.flatMap(({ value }) => value ?? []);
      const value = known.length > 0 ? known.reduce((sum, part) => sum + part, 0) : null;
      return { id: row.id, name: row.name, colour: '--entity-0', value, parts };
    })
    .sort((left, right) => (right.value ?? -1) - (left.value ?? -1))
    .slice(0, MOST_BARS);
}
