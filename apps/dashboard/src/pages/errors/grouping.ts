import type { FigureLine, FiguresInput } from '../../api/operations/figures.js';
import type { FilterInput } from '../../composables/chips.js';
import { entityPath } from '../../composables/entity.js';

/** What errors are counted by. */
export const GROUPINGS = ['interface', 'host', 'container', 'network', 'service'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** The words of the choice. */
export const GROUPING_OPTIONS: readonly { readonly value: Grouping; readonly label: string }[] = [
  { value: 'interface', label: 'Interfaces' },
  { value: 'host', label: 'Hosts' },
  { value: 'container', label: 'Containers' },
  { value: 'network', label: 'Networks' },
  { value: 'service', label: 'Services' },
];

type Dimension = NonNullable<FiguresInput['groupBy']>[number];

const DIMENSIONS: Readonly<Record<Grouping, readonly Dimension[]>> = {
  // The host tells interfaces of one name apart.
  interface: ['INTERFACE', 'HOST'],
  host: ['HOST'],
  container: ['CONTAINER'],
  network: ['NETWORK'],
  service: ['SERVICE'],
};

/** A bond counts what its members do: theirs would be counted twice. */
const COUNTED_OF_HOSTS: NonNullable<FilterInput['classes']> = [
  ...(['UPLINK', 'VLAN', 'BRIDGE', 'VETH', 'TUNNEL', 'LOOPBACK', 'CONTAINER', 'VIRTUAL'] as const),
];

/** How a question is grouped, and whose errors are counted: a fault is counted once, where it happened. */
export function groupedBy(
  grouping: Grouping,
  filter: FilterInput | null,
): { readonly groupBy: Dimension[]; readonly filter: FilterInput | null } {
  const groupBy = [...DIMENSIONS[grouping]];
  if (grouping !== 'host' || filter?.classes) return { groupBy, filter };
  return { groupBy, filter: { ...filter, classes: COUNTED_OF_HOSTS } };
}

/** A group by its name and its page. */
export interface GroupName {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
  readonly path: string | null;
}

/** What a group is called. */
export function groupName(grouping: Grouping, line: Pick<FigureLine, 'group' | 'keys'>): GroupName {
  const [first, second] = line.keys;
  const id = first?.value ?? null;
  if (id === null) return { id: line.group, name: 'in no ' + grouping, detail: '', path: null };
  const name = first?.name ?? id;
  // Containers are grouped by their names over all hosts, and have no page as such.
  const path = grouping === 'container' ? null : entityPath({ kind: grouping, id });
  return { id: line.group, name, detail: second?.name ?? '', path };
}
