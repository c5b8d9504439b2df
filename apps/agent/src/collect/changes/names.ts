import type { ContainerInfo, InterfaceInfo } from '@weir/model';
import { namespaceOf, type Snapshot } from './snapshot.js';

const SHORT_ID_LENGTH = 12;
/** `web.1.<task id>` of a Swarm service, `web.<node id>.<task id>` of a global one. */
const SWARM_TASK = /^(.+\.(?:\d+|[0-9a-z]{25}))\.[0-9a-z]{25}$/;
/** What Compose calls a container while it puts another in its place. */
const COMPOSE_TEMPORARY = /^[0-9a-f]{12}_(?=.)/;

/** What people call a container; its short id where nobody knows a name. */
export function containerLabel({ id, name, pod, podNamespace }: ContainerInfo): string {
  const own = name ?? id.slice(0, SHORT_ID_LENGTH);
  return pod === null ? own : `${own} of pod ${podNamespace ?? 'default'}/${pod}`;
}

/**
 * What stays the same when one container takes another's place: the name, without what is different for each; null where
 * nobody knows.
 */
export function slotOf({ name, pod, podNamespace }: ContainerInfo): string | null {
  if (name === null) return null;
  if (pod !== null) return `${podNamespace ?? ''}/${pod}/${name}`;
  return SWARM_TASK.exec(name)?.[1] ?? name.replace(COMPOSE_TEMPORARY, '');
}

/** Names an interface, and the container it is in. */
export function interfaceLabel(each: InterfaceInfo, { containers }: Snapshot): string {
  const namespace = namespaceOf(each);
  if (namespace === null) return each.name;
  const members = [...containers.values()].filter((container) => container.namespace === namespace);
  const owner = members.find(({ id }) => id.startsWith(namespace)) ?? members[0];
  return `${each.name} of ${owner ? containerLabel(owner) : namespace}`;
}
