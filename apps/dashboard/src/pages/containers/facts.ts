import type { ContainerDetail } from '../../api/operations/containers.js';
import type { Fact } from '../../components/FactList.vue';
import { entityPath } from '../../composables/entity.js';
import { formatDateTime } from '../../format/time.js';
import { belongsTo } from './words.js';

const MOST_LABELS = 12;

/** What a container is, a fact a line. */
export function factsOf(container: ContainerDetail): Fact[] {
  const { host, image, stack, pod, podNamespace, startedAt, goneAt, labels } = container;
  const group = belongsTo(container);
  const networks = [...new Set(container.interfaces.flatMap(({ network }) => network?.name ?? []))];
  return [
    { label: 'Host', value: host.name, to: entityPath({ kind: 'host', id: host.id }) },
    { label: 'Image', value: image },
    ...(group && group.kind !== 'stack'
      ? [{ label: group.kind === 'service' ? 'Service' : 'Workload', value: group.name, to: entityPath(group) }]
      : []),
    ...(stack ? [{ label: 'Stack', value: stack, to: entityPath({ kind: 'stack', id: stack }) }] : []),
    ...(pod ? [{ label: 'Pod', value: `${podNamespace ?? ''}/${pod}` }] : []),
    ...networks.map((name) => ({ label: 'Network', value: name, to: entityPath({ kind: 'network', id: name }) })),
    ...(container.hostNetwork ? [{ label: 'Network', value: 'that of its host' }] : []),
    { label: 'Started', value: startedAt === null ? null : formatDateTime(Date.parse(startedAt)) },
    ...(goneAt ? [{ label: 'Gone since', value: formatDateTime(Date.parse(goneAt)) }] : []),
    { label: 'Id', value: container.id.slice(0, 12), title: container.id },
    ...labels.slice(0, MOST_LABELS).map(({ key, value }) => ({ label: key, value })),
  ];
}
