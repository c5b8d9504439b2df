import type { InterfaceRow } from '../collect/collector.js';
import type { Series } from './series.js';

/** The rows whose interface had another name at the last read, with what it was: an ifindex stays when a name changes. */
export function movedRows(
  table: ReadonlyMap<string, Series>,
  rows: readonly InterfaceRow[],
  life: string,
): Map<InterfaceRow, Series> {
  const strange = rows.filter(({ name, ifindex }) => {
    const known = table.get(name);
    return ifindex !== null && (!known?.present || known.saved.ifindex !== ifindex);
  });
  if (strange.length === 0) return new Map();
  const strangers = new Set(strange);
  const staying = new Set(rows.filter((row) => !strangers.has(row)).map(({ name }) => name));
  const leaving = [...table].filter(
    ([name, { present, saved }]) => present && saved.life === life && !staying.has(name),
  );
  const byIfindex = new Map(leaving.map(([, series]) => [series.saved.ifindex, series]));
  return new Map(
    strange.flatMap((row) => {
      const series = byIfindex.get(row.ifindex);
      return series ? [[row, series]] : [];
    }),
  );
}
