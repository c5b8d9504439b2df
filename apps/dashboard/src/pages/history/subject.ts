import type { FigureLine, FiguresInput } from '../../api/operations/figures.js';
import { CLASSES, type FilterInput } from '../../composables/chips.js';
import { countedFilter } from '../../composables/counted-filter.js';
import { entityPath, type EntityKind } from '../../composables/entity.js';
import { formatCount } from '../../format/count.js';
import { className } from '../../format/name.js';

type Dimension = NonNullable<FiguresInput['groupBy']>[number];

/** What lines are drawn of. */
export const SUBJECTS = [
  'all',
  'host',
  'network',
  'stack',
  'service',
  'workload',
  'container',
  'class',
  'interface',
] as const;
export type Subject = (typeof SUBJECTS)[number];

/** The words of the choice. */
export const SUBJECT_OPTIONS: readonly { readonly value: Subject; readonly label: string }[] = [
  { value: 'all', label: 'Everything together' },
  { value: 'host', label: 'Each host' },
  { value: 'network', label: 'Each network' },
  { value: 'stack', label: 'Each stack' },
  { value: 'service', label: 'Each service' },
  { value: 'workload', label: 'Each workload' },
  { value: 'container', label: 'Each container' },
  { value: 'class', label: 'Each kind of interface' },
  { value: 'interface', label: 'Each interface' },
];

const DIMENSIONS: Readonly<Record<Subject, readonly Dimension[]>> = {
  all: ['ALL'],
  host: ['HOST'],
  network: ['NETWORK'],
  stack: ['STACK'],
  service: ['SERVICE'],
  workload: ['WORKLOAD'],
  // The same name on another host is another container.
  container: ['CONTAINER', 'HOST'],
  class: ['CLASS'],
  interface: ['INTERFACE', 'HOST', 'CONTAINER'],
};
const PAGES: Readonly<Partial<Record<Subject, EntityKind>>> = {
  ...{ host: 'host', network: 'network', stack: 'stack' },
  ...{ service: 'service', workload: 'workload', interface: 'interface' },
};

/** How a question is grouped for a subject, and what is counted so that nothing is twice. */
export function groupedBy(
  subject: Subject,
  filter: FilterInput | null,
): { readonly groupBy: Dimension[]; readonly filter: FilterInput | null } {
  const groupBy = [...DIMENSIONS[subject]];
  if (subject === 'all' || subject === 'host') return { groupBy, filter: countedFilter(filter) };
  // By container alone the interfaces of hosts would be left out.
  if (subject === 'interface' && !filter?.classes) return { groupBy, filter: { ...filter, classes: [...CLASSES] } };
  return { groupBy, filter };
}

/** What a line is called; the rest beside the top says how many it is. */
export function lineName(subject: Subject, { keys, others }: Pick<FigureLine, 'keys' | 'others'>): string {
  if (others !== null) return `${formatCount(others)} others`;
  if (subject === 'all') return 'All';
  const [first, host, container] = keys;
  if (!first || first.value === null) return subject === 'class' ? 'of no known kind' : `in no ${subject}`;
  const name = subject === 'class' ? className(first.value) : (first.name ?? first.value);
  return [container?.name, name, host?.name].filter(Boolean).join(', ');
}

/** The page of what a line is of; null where it has none. */
export function linePath(subject: Subject, { keys, others }: Pick<FigureLine, 'keys' | 'others'>): string | null {
  const kind = PAGES[subject];
  const id = keys[0]?.value ?? null;
  return others !== null || kind === undefined || id === null ? null : entityPath({ kind, id });
}
