import type { SearchHit } from '../../api/index.js';
import { type Chip, withChip } from '../../composables/chips.js';
import type { EntityKind } from '../../composables/entity.js';

/** What can be found, in words. */
export const KIND_WORDS: Readonly<Record<SearchHit['kind'], string>> = {
  HOST: 'Host',
  CONTAINER: 'Container',
  IMAGE: 'Image',
  NETWORK: 'Network',
  STACK: 'Stack',
  SERVICE: 'Service',
  WORKLOAD: 'Workload',
  INTERFACE: 'Interface',
  LABEL: 'Label',
};

const ENTITIES: Partial<Record<SearchHit['kind'], EntityKind>> = {
  HOST: 'host',
  CONTAINER: 'container',
  NETWORK: 'network',
  STACK: 'stack',
  SERVICE: 'service',
  WORKLOAD: 'workload',
  INTERFACE: 'interface',
};

/** What a hit has a page as; null for images and labels, which are filtered by. */
export function entityKindOf(hit: SearchHit): EntityKind | null {
  return ENTITIES[hit.kind] ?? null;
}

/** The condition that shows what was found, and what belongs to it. */
export function chipOf(hit: SearchHit): Chip {
  const is = (field: Chip['field'], value: string): Chip => ({ field, op: 'is', value });
  switch (hit.kind) {
    case 'HOST':
      return is('host', hit.name);
    case 'CONTAINER':
      return is('container', hit.name);
    case 'INTERFACE':
      return is('interface', hit.name);
    case 'LABEL':
      return is(/host/.test(hit.where) && !/container/.test(hit.where) ? 'hostLabel' : 'label', hit.id);
    case 'IMAGE':
    case 'NETWORK':
    case 'STACK':
    case 'SERVICE':
    case 'WORKLOAD':
      return is(hit.kind.toLowerCase() as Chip['field'], hit.id);
  }
}

/** The conditions with a hit among them, in the place of the text it was found by. */
export function withHit(chips: readonly Chip[], hit: SearchHit): readonly Chip[] {
  return withChip(
    chips.filter(({ field }) => field !== 'text'),
    chipOf(hit),
  );
}
