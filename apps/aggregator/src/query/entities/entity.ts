import { STABLE_NAMES } from '../stable-names.sql.js';

/** What containers make up over all hosts, by a name that outlives them. */
export type EntityKind = 'stack' | 'service' | 'workload';

/** A stack, a service or a workload. */
export interface EntityRow {
  /** The name by which series are grouped: `shop`, `shop/web`, `prod/Deployment/web`. */
  readonly id: string;
  readonly stack: string | null;
  readonly service: string | null;
  readonly podNamespace: string | null;
  readonly workload: string | null;
  /** Hosts that it has containers on. */
  readonly hosts: number;
  readonly containers: number;
}

/** What entities can be sorted by. */
export type EntityOrder = 'name' | 'hosts' | 'containers';

/** SQL over `container`: the id of the entity that it is part of; null where it is of none. */
export function entityIdSql(kind: EntityKind): string {
  return STABLE_NAMES[kind];
}

/** Columns of `container` that names of entities are made of. */
export const NAME_PARTS = ['stack', 'service', 'pod_namespace', 'workload'] as const;

/** Those that make up the name of each kind; the last is the one without which there is none. */
export const ENTITY_PARTS: Readonly<Record<EntityKind, readonly (typeof NAME_PARTS)[number][]>> = {
  stack: ['stack'],
  service: ['stack', 'service'],
  workload: ['pod_namespace', 'workload'],
};
