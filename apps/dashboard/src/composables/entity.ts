import { serialiseChips } from './chips.js';

/** What has a page of its own. */
export type EntityKind = 'host' | 'interface' | 'container' | 'network' | 'stack' | 'service' | 'workload';

/** Something that can be looked at: by its id, or by its name over all hosts where that is what it is known by. */
export interface Entity {
  readonly kind: EntityKind;
  readonly id: string;
  readonly name: string;
}

const PATHS: Readonly<Record<EntityKind, string>> = {
  host: '/hosts/',
  interface: '/interfaces/',
  container: '/containers/',
  network: '/networks/',
  stack: '/workloads/stack/',
  service: '/workloads/service/',
  workload: '/workloads/workload/',
};

/** The page of an entity. Names may hold anything, slashes too. */
export function entityPath({ kind, id }: Pick<Entity, 'kind' | 'id'>): string {
  return PATHS[kind] + encodeURIComponent(id);
}

/** The filter for a container that is known by its name and host alone, as its link has it. */
export function containerNamed(name: string, host: string): { readonly f: string } {
  return {
    f: serialiseChips([
      { field: 'container', op: 'is', value: name },
      { field: 'host', op: 'is', value: host },
    ]),
  };
}
