import type { ContainerInfo } from '@weir/model';
import { containerLabel, slotOf } from './names.js';
import type { Change, Snapshot } from './snapshot.js';

type Told = Omit<Change, 'at'>;

/** What became of containers: started, stopped, replaced by another of the same name (maybe of another image), renamed. */
export function containerChanges(before: Snapshot, after: Snapshot): Told[] {
  const gone = [...before.containers.values()].filter(({ id }) => !after.containers.has(id));
  const leftBySlot = new Map(gone.flatMap((each) => (slotOf(each) === null ? [] : [[slotOf(each), each] as const])));
  const replaced = new Set<string>();
  const changes: Told[] = [];
  for (const container of after.containers.values()) {
    const same = before.containers.get(container.id);
    const previous = same ? undefined : leftBySlot.get(slotOf(container));
    if (same) changes.push(...renamed(same, container));
    else if (previous && !replaced.has(previous.id)) changes.push(replacement(previous, container));
    else changes.push(started(container));
    if (previous) replaced.add(previous.id);
  }
  return [...changes, ...gone.filter(({ id }) => !replaced.has(id)).map(stopped)];
}

function started(container: ContainerInfo): Told {
  const { id, image } = container;
  const text = `${containerLabel(container)} was started${image === null ? '' : `, of the image ${image}`}`;
  return { kind: 'container.started', subject: id, before: null, after: image, text };
}

function stopped(container: ContainerInfo): Told {
  const { id, image } = container;
  return {
    kind: 'container.stopped',
    subject: id,
    before: image,
    after: null,
    text: `${containerLabel(container)} stopped`,
  };
}

function replacement(before: ContainerInfo, after: ContainerInfo): Told {
  const label = containerLabel(after);
  if (before.image !== null && after.image !== null && before.image !== after.image) {
    const text = `${label} now runs ${after.image} (was ${before.image})`;
    return { kind: 'container.image', subject: after.id, before: before.image, after: after.image, text };
  }
  const text = `${label} was replaced by a new container${after.image === null ? '' : ` of the same image ${after.image}`}`;
  return { kind: 'container.replaced', subject: after.id, before: before.id, after: after.id, text };
}

function renamed(before: ContainerInfo, after: ContainerInfo): Told[] {
  if (before.name === null || after.name === null || slotOf(before) === slotOf(after)) return [];
  const text = `${containerLabel(before)} is now called ${after.name}`;
  return [{ kind: 'container.renamed', subject: after.id, before: before.name, after: after.name, text }];
}
