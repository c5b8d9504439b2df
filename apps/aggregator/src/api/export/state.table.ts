import type { HostRow } from '../../query/hosts.js';
import type { Column as Values } from '../../query/column.js';
import type { StatePieces } from '../../query/states/state-rows.query.js';
import type { Cell, Column, Table } from './table.js';

/** What lines of states have in common. */
export interface StateLine {
  readonly hostId: number;
  readonly columns: Readonly<Record<string, Values>>;
}

/** What one thing did in one step. */
export interface StateRow<Line> {
  readonly atMs: number;
  readonly host: Pick<HostRow, 'id' | 'name'>;
  readonly line: Line;
  /** One value for each figure; null is unknown. */
  readonly values: readonly (number | null)[];
}

/** Finds hosts by their numbers. */
export type FindHosts = (hostIds: readonly number[]) => Promise<readonly HostRow[]>;

/** Columns that tell what a line is of, besides its host. */
export type OfLine<Line> = Readonly<Record<string, (line: Line) => Cell>>;

/** The columns of states: when, of what, and the figures. */
export function stateColumns<Line>(of: OfLine<Line>, figures: readonly string[]): Column<StateRow<Line>>[] {
  return [
    { name: 'time', cell: ({ atMs }) => new Date(atMs).toISOString() },
    { name: 'host', cell: ({ host }) => host.name },
    { name: 'hostId', cell: ({ host }) => host.id },
    ...Object.entries(of).map(([name, cell]) => ({ name, cell: ({ line }: StateRow<Line>) => cell(line) })),
    ...figures.map((name, index) => ({ name, cell: ({ values }: StateRow<Line>) => values[index] ?? null })),
  ];
}

/** States as a table: a row for each step and thing; what is not known has none. */
export function stateTable<Line extends StateLine>(
  { pieces, stepCount }: StatePieces<Line>,
  of: OfLine<Line>,
  figures: readonly string[],
  findHosts: FindHosts,
): Table<StateRow<Line>> {
  return {
    columns: stateColumns(of, figures),
    batches: rowsOf(pieces, figures, findHosts),
    size: async () => ({ unit: 'batches', count: stepCount }),
  };
}

async function* rowsOf<Line extends StateLine>(
  pieces: StatePieces<Line>['pieces'],
  figures: readonly string[],
  findHosts: FindHosts,
): AsyncGenerator<readonly StateRow<Line>[]> {
  for await (const { at, lines } of pieces) {
    const hosts = new Map(
      (await findHosts([...new Set(lines.map(({ hostId }) => hostId))])).map((host) => [host.hostId, host]),
    );
    const known = lines.flatMap((line) => {
      const host = hosts.get(line.hostId);
      // A host that was forgotten since took what was on it along.
      return host ? [{ line, host, columns: figures.map((name) => [...(line.columns[name] ?? [])]) }] : [];
    });
    for (const [step, atMs] of at.entries()) {
      yield known.flatMap(({ line, host, columns }) => {
        const values = columns.map((column) => column[step] ?? null);
        return values.every((value) => value === null) ? [] : [{ atMs, host, line, values }];
      });
    }
  }
}
