import type { SeriesResult } from '../../api/operations/series.js';

/** What is needed to place a host. */
export interface NamedHost {
  readonly id: string;
  readonly name: string;
}

/** Hosts that share a row of the heat map: one, or neighbours by name. */
export interface HeatGroup {
  readonly id: string;
  readonly name: string;
  readonly hosts: readonly NamedHost[];
}

/** A row of the heat map, a cell for each moment; null = nothing is known of it. */
export interface HeatRow {
  readonly id: string;
  readonly name: string;
  readonly cells: readonly (number | null)[];
}

/** More rows than that nobody can tell apart. */
export const MAX_ROWS = 50;

/** So much of all cells is not stronger than the strongest colour. */
const STRONG_SHARE = 0.97;

/** A row for each host, or, beyond the most rows, for neighbours: hosts whose names differ by a number only stay together. */
export function groupHosts(hosts: readonly NamedHost[], most = MAX_ROWS): HeatGroup[] {
  const sorted = [...hosts].sort((left, right) => left.name.localeCompare(right.name, 'en', { numeric: true }));
  if (sorted.length <= most) return sorted.map((host) => ({ id: host.id, name: host.name, hosts: [host] }));
  const families = familiesOf(sorted);
  if (families.length > most) return split(sorted, most);
  const rows = rowsOf(families, most);
  return families.flatMap((family, index) => split(family, rows[index] ?? 1));
}

/** What was answered of a row: its hosts together. */
export type HeatColumns = Pick<SeriesResult['series'][number], 'columns'>;

/** The rows' cells: in and out of all hosts of a row, shared out among them, so that a row of ten compares with a row of one. */
export function heatRows(
  groups: readonly HeatGroup[],
  at: readonly number[],
  answers: ReadonlyMap<string, HeatColumns>,
): HeatRow[] {
  return groups.map(({ id, name, hosts }) => {
    const traffic = trafficOf(answers.get(id)?.columns ?? {});
    const cells = at.map((_, index) => {
      const together = traffic[index] ?? null;
      return together === null ? null : together / hosts.length;
    });
    return { id, name, cells };
  });
}

function trafficOf(columns: HeatColumns['columns']): (number | null)[] {
  const outgoing = columns['txBytesPerSecond'] ?? [];
  return (columns['rxBytesPerSecond'] ?? []).map((incoming, index) => {
    const other = outgoing[index] ?? null;
    return incoming === null || other === null ? null : incoming + other;
  });
}

/** `web-12.example` and `web-7.example` are of one family. */
function familiesOf(hosts: readonly NamedHost[]): NamedHost[][] {
  const families = new Map<string, NamedHost[]>();
  for (const host of hosts) {
    const stem = shortOf(host).replace(/\d+$/, '');
    const family = families.get(stem);
    if (family) family.push(host);
    else families.set(stem, [host]);
  }
  return [...families.values()];
}

/** How many rows each family gets: one, and the rest where a row holds most hosts. */
function rowsOf(families: readonly NamedHost[][], most: number): number[] {
  const rows = families.map(() => 1);
  for (let left = most - families.length; left > 0; left -= 1) {
    const crowded = families.reduce(
      (best, family, index) => (perRow(family, rows[index]) > perRow(families[best] ?? [], rows[best]) ? index : best),
      0,
    );
    rows[crowded] = (rows[crowded] ?? 1) + 1;
  }
  return rows;
}

function perRow(family: readonly NamedHost[], rows = 1): number {
  return family.length / rows;
}

/** Cuts neighbours into rows of about the same length. */
function split(hosts: readonly NamedHost[], rows: number): HeatGroup[] {
  const length = Math.min(rows, hosts.length);
  const cut = (index: number): number => Math.round((index * hosts.length) / length);
  return Array.from({ length }, (_, index) => rowOf(hosts.slice(cut(index), cut(index + 1))));
}

function rowOf(hosts: readonly NamedHost[]): HeatGroup {
  const first = hosts[0];
  const last = hosts.at(-1);
  if (!first || !last) return { id: '', name: '', hosts };
  if (hosts.length === 1) return { id: first.id, name: first.name, hosts };
  return { id: first.id, name: `${shortOf(first)} … ${shortOf(last)} (${hosts.length})`, hosts };
}

function shortOf({ name }: NamedHost): string {
  return name.split('.')[0] ?? name;
}

/** What the strongest colour stands for: nearly the highest, so that one burst does not leave all else dark. */
export function strongCell(rows: readonly HeatRow[]): number {
  const known = rows.flatMap(({ cells }) => cells.filter((cell) => cell !== null)).sort((left, right) => left - right);
  return known[Math.floor(known.length * STRONG_SHARE)] ?? 0;
}
