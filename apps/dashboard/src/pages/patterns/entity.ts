import type { PatternEntity } from '../../api/operations/patterns.js';
import type { Chip } from '../../composables/chips.js';
import type { Entity } from '../../composables/entity.js';

/** What a finding is of as something with a page; networks are known by their names over all hosts. */
export function linkOf({ kind, id, name }: PatternEntity): Entity {
  switch (kind) {
    case 'HOST':
      return { kind: 'host', id, name };
    case 'CONTAINER':
      return { kind: 'container', id, name };
    case 'NETWORK':
      return { kind: 'network', id: name, name };
    case 'INTERFACE':
      return { kind: 'interface', id, name };
  }
}

/** `eth0 on web-3`; a host stands alone. */
export function entityWords({ kind, name, hostName }: PatternEntity): string {
  return kind === 'HOST' ? name : `${name} on ${hostName}`;
}

/** The conditions that find what has a name on a host. */
export function chipsOn(
  field: 'interface' | 'container',
  thing: { readonly name: string; readonly host: { readonly name: string } },
): Chip[] {
  return [
    { field, op: 'is', value: thing.name },
    { field: 'host', op: 'is', value: thing.host.name },
  ];
}
