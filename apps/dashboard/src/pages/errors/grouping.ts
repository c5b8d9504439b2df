import type { FigureLine, FiguresInput } from '../../api/operations/figures.js';
import { CLASSES, type FilterInput } from '../../composables/chips.js';
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
  // Host and container tell interfaces of one name apart.
  interface: ['INTERFACE', 'HOST', 'CONTAINER'],
  host: ['HOST'],
  container: ['CONTAINER'],
  network: ['NETWORK'],
  service: ['SERVICE'],
};

/** A bond counts what its members do: theirs would be counted twice. */
const COUNTED_OF_HOSTS = CLASSES.filter((each) => each !== 'BOND_MEMBER');

/** How a question is grouped, and whose errors are counted: a fault is counted once, where it happened. */
export function groupedBy(
  grouping: Grouping,
  filter: FilterInput | null,
): { readonly groupBy: Dimension[]; readonly filter: FilterInput | null } {
  const groupBy = [...DIMENSIONS[grouping]];
  if ((grouping !== 'host' && grouping !== 'interface') || filter?.classes) return { groupBy, filter };
  return { groupBy, filter: { ...filter, classes: grouping === 'host' ? COUNTED_OF_HOSTS : [...CLASSES] } };
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
  const [first, host, container] = line.keys;
  const id = first?.value ?? null;
  if (id === null) return { id: line.group, name: `in no ${grouping}`, detail: '', path: null };
  const own = first?.name ?? id;
  const name = container?.name ?? own;
  // Containers are grouped by their names over all hosts, and have no page as such.
  const path = grouping === 'container' ? null : entityPath({ kind: grouping, id });
  const detail = [container?.name ? own : null, host?.name].filter(Boolean).join(' on ');
  return { id: line.group, name, detail, path };
}
