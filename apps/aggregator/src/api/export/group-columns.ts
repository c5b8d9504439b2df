import type { Dimension, Grouping, GroupKey } from '../../query/grouping.js';
import type { Column } from './table.js';

/** Of these dimensions people and programs want the id too. */
const ID_COLUMN: Partial<Readonly<Record<Dimension, string>>> = { host: 'hostId', interface: 'net_id' };

/** What a group is, as columns: its name in each dimension. */
export function groupColumns({ dimensions, labels }: Grouping): Column<{ readonly keys: readonly GroupKey[] }>[] {
  const ofDimensions = dimensions.flatMap((dimension, index) => {
    const idName = ID_COLUMN[dimension];
    return dimension === 'all'
      ? []
      : [keyColumn(dimension, index, 'name'), ...(idName ? [keyColumn(idName, index, 'value')] : [])];
  });
  return [
    ...ofDimensions,
    ...labels.map((label, index) => keyColumn(`label:${label}`, dimensions.length + index, 'name')),
  ];
}

function keyColumn(
  name: string,
  index: number,
  part: 'name' | 'value',
): Column<{ readonly keys: readonly GroupKey[] }> {
  return { name, cell: ({ keys }) => keys[index]?.[part] ?? null };
}
