import type { LatencyWay } from '../../api/operations/latency.js';
import { groupHosts, type HeatGroup, type NamedHost } from '../overview/heat-rows.js';

/** How far it is from one row's hosts to one column's. */
export interface MatrixCell {
  /** Mean of the ways measured, in ms; null where nothing came back. */
  readonly ms: number | null;
  /** In percent of all tries: those that nothing answered. */
  readonly unansweredPercent: number | null;
  /** How many ways were measured. */
  readonly ways: number;
}

/** Hosts that look in rows, hosts that are looked at in columns; a cell is null where nobody looks. */
export interface LatencyMatrix {
  readonly groups: readonly HeatGroup[];
  readonly cells: readonly (readonly (MatrixCell | null)[])[];
  /** To the NATS server, a cell a row. */
  readonly nats: readonly (MatrixCell | null)[];
}

/** Beyond so many hosts, neighbours by name share a row and a column. */
export const MOST_ROWS = 50;
const NATS = 'nats';

/** Draws ways together to cells. */
export function matrixOf(hosts: readonly NamedHost[], ways: readonly LatencyWay[]): LatencyMatrix {
  const groups = groupHosts(hosts, MOST_ROWS);
  const place = new Map(groups.flatMap((group, index) => group.hosts.map(({ id }) => [id, index] as const)));
  const found = new Map<string, LatencyWay[]>();
  for (const way of ways) {
    const key = `${place.get(way.host.id) ?? ''} ${way.peer === NATS ? NATS : (place.get(way.peer) ?? '')}`;
    const known = found.get(key);
    if (known) known.push(way);
    else found.set(key, [way]);
  }
  const cell = (row: number, column: number | string): MatrixCell | null => cellOf(found.get(`${row} ${column}`));
  return {
    groups,
    cells: groups.map((_, row) => groups.map((__, column) => cell(row, column))),
    nats: groups.map((_, row) => cell(row, NATS)),
  };
}

/** What rows and columns are called: the first part of a host's name, where that alone tells it apart. */
export function axisNames(groups: readonly HeatGroup[]): string[] {
  const short = groups.map(({ name, hosts }) => {
    const [first = ''] = name.split('.', 1);
    return hosts.length > 1 || !/[a-z]/i.test(first) ? name : first;
  });
  return groups.map(({ name }, index) => {
    const own = short[index] ?? name;
    return short.filter((other) => other === own).length > 1 ? name : own;
  });
}

function cellOf(ways: readonly LatencyWay[] | undefined): MatrixCell | null {
  if (!ways) return null;
  return {
    ms: meanOf(ways.map((way) => wayMs(way))),
    unansweredPercent: meanOf(ways.map((way) => unansweredPercent(way))),
    ways: ways.length,
  };
}

/** The mean of a way over the range. */
export function wayMs({ columns }: LatencyWay): number | null {
  return meanOf(columns['meanMilliseconds'] ?? []);
}

/** How often nothing came back, or NATS was out of reach. */
export function unansweredPercent({ columns }: LatencyWay): number | null {
  return meanOf(
    columns['filteredPercent']?.map((filtered, index) => lost(filtered, columns['awayPercent']?.[index])) ?? [],
  );
}

/** The longest that a way took. */
export function worstMs({ columns }: LatencyWay): number | null {
  const known = (columns['maximumMilliseconds'] ?? []).filter((value) => value !== null);
  return known.length > 0 ? Math.max(...known) : null;
}

function lost(filtered: number | null, away: number | null | undefined): number | null {
  return filtered === null ? (away ?? null) : filtered + (away ?? 0);
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** How dark a cell is, 0 to 1: by the logarithm, so that 0.3 ms and 3 ms differ as much as 3 ms and 30 ms. */
export function shadeOf(ms: number): number {
  return Math.min(1, Math.max(0, (Math.log10(Math.max(ms, 0.01)) + 1) / 3));
}
