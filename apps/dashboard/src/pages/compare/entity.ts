import type { SeriesInput } from '../../api/index.js';
import { entityPath, type EntityKind } from '../../composables/entity.js';

/** One of two that are compared: by its id, or by its name where that is what it is known by. */
export interface Compared {
  readonly kind: EntityKind;
  readonly id: string;
}

/** The kinds that can be compared, with their words. */
export const KINDS: readonly { readonly value: EntityKind; readonly label: string }[] = [
  { value: 'host', label: 'Host' },
  { value: 'container', label: 'Container' },
  { value: 'interface', label: 'Interface' },
  { value: 'network', label: 'Network' },
  { value: 'stack', label: 'Stack' },
  { value: 'service', label: 'Service' },
  { value: 'workload', label: 'Workload' },
];

/** As it stands in the address. */
export function writeCompared(compared: Compared | null): string {
  return compared ? `${compared.kind}:${compared.id}` : '';
}

/** Reads it from the address; null where it makes no sense. */
export function readCompared(text: string): Compared | null {
  const at = text.indexOf(':');
  const kind = KINDS.find(({ value }) => value === text.slice(0, at))?.value;
  const id = text.slice(at + 1);
  return kind && id ? { kind, id } : null;
}

/** What is asked for of it: one line, with its name. */
export function questionOf({ kind, id }: Compared): Pick<SeriesInput, 'interfaces' | 'filter' | 'groupBy'> {
  if (kind === 'interface') return { interfaces: [id], groupBy: ['INTERFACE', 'HOST', 'CONTAINER'] };
  if (kind === 'host') return { filter: { hosts: [id] }, groupBy: ['HOST'] };
  const filter = { [kind]: { eq: id }, classes: ['CONTAINER' as const] };
  // With its host, by which it is told from others of its name.
  if (kind === 'container') return { filter, groupBy: ['CONTAINER', 'HOST'] };
  const dimension = kind.toUpperCase() as 'NETWORK' | 'STACK' | 'SERVICE' | 'WORKLOAD';
  return { filter, groupBy: [dimension] };
}

/** Its page. */
export function pathOf(compared: Compared): string {
  return entityPath(compared);
}
