import type { ContainerInfo } from '@weir/model';
import type { FoundContainer } from './discovery.js';
import { type DockerContainer, SANDBOX_NAME } from './docker-records.js';
import type { Pod, PodContainer } from './kubernetes-records.js';

/** What people call a container. */
export type ContainerNames = Pick<
  ContainerInfo,
  'name' | 'image' | 'stack' | 'service' | 'pod' | 'podNamespace' | 'workload' | 'labels'
>;

interface Membership {
  readonly pod: Pod;
  /** Null for the pod's sandbox, and for a container that the API does not tell yet. */
  readonly container: PodContainer | null;
}

/**
 * Names the containers that were found. Which pod one belongs to is told by its id; else by its cgroup; else by the
 * network namespace it shares with those of a pod: no API tells the ids of the sandboxes that hold the namespaces.
 */
export function nameContainers(
  found: readonly FoundContainer[],
  docker: ReadonlyMap<string, DockerContainer>,
  pods: ReadonlyMap<string, Pod>,
): (container: FoundContainer) => ContainerNames {
  const members = podMembers(found, pods);
  const sandboxes = sandboxesOf(found, members);
  return ({ id }) => namesOf(docker.get(id), members.get(id), sandboxes.has(id) ? SANDBOX_NAME : null);
}

/** Everything that the containers found may be called by. */
export function containerNames(
  found: readonly FoundContainer[],
  docker: ReadonlyMap<string, DockerContainer>,
  pods: ReadonlyMap<string, Pod>,
): { readonly id: string; readonly names: readonly string[] }[] {
  const namesFor = nameContainers(found, docker, pods);
  return found.map((container) => {
    const { name, pod, podNamespace } = namesFor(container);
    const inPod = pod === null ? [] : [`${podNamespace ?? ''}/${pod}/${name ?? ''}`];
    return { id: container.id, names: name === null ? [] : [name, ...inPod] };
  });
}

function podMembers(found: readonly FoundContainer[], pods: ReadonlyMap<string, Pod>): Map<string, Membership> {
  const byId = new Map<string, Membership>();
  for (const pod of pods.values()) for (const container of pod.containers) byId.set(container.id, { pod, container });
  const byUid = new Map([...pods.values()].map((pod) => [pod.cgroupUid, pod]));
  const byNamespace = new Map(
    found.flatMap(({ id, namespace }) => {
      const pod = byId.get(id)?.pod;
      return pod && namespace !== null ? [[namespace, pod] as const] : [];
    }),
  );
  const members = found.flatMap(({ id, podUid, namespace }) => {
    const pod = byUid.get(podUid ?? '') ?? byNamespace.get(namespace ?? '');
    const member = byId.get(id) ?? (pod && { pod, container: null });
    return member ? [[id, member] as const] : [];
  });
  return new Map(members);
}

/** A sandbox is started before its pod's containers, and is none of them once all are known. */
function sandboxesOf(found: readonly FoundContainer[], members: ReadonlyMap<string, Membership>): Set<string> {
  const oldest = new Map<Pod, FoundContainer>();
  for (const each of found) {
    const pod = members.get(each.id)?.pod;
    if (pod && (each.startedAt ?? Infinity) < (oldest.get(pod)?.startedAt ?? Infinity)) oldest.set(pod, each);
  }
  const isSandbox = ([pod, { id }]: readonly [Pod, FoundContainer]): boolean =>
    pod.isComplete && members.get(id)?.container === null;
  return new Set([...oldest].filter(isSandbox).map(([, { id }]) => id));
}

const NAMELESS: ContainerNames = {
  ...{ name: null, image: null, stack: null, service: null },
  ...{ pod: null, podNamespace: null, workload: null, labels: {} },
};

function namesOf(
  docker: DockerContainer | undefined,
  member: Membership | undefined,
  sandbox: string | null,
): ContainerNames {
  const own = docker ? dockerNames(docker) : NAMELESS;
  if (!member) return own;
  const { pod, container } = member;
  return {
    ...own,
    name: container?.name ?? own.name ?? sandbox,
    image: container?.image ?? own.image,
    pod: pod.name,
    podNamespace: pod.namespace,
    workload: pod.workload,
    labels: pod.labels,
  };
}

function dockerNames({ name, image, stack, service, pod, podNamespace, labels }: DockerContainer): ContainerNames {
  return { name, image, stack, service, pod, podNamespace, workload: null, labels };
}
