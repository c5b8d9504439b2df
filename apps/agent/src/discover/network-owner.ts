import type { DockerContainer } from './docker-records.js';

/** Whose network a container is on: the host's, that of a running container (maybe its own), or one that ended. */
export type NetworkOwner = { readonly kind: 'host' } | { readonly kind: 'container'; readonly id: string } | null;

const SHARED = 'container:';
/** Sharers of sharers; more than any engine lets anybody build, and an end for whatever an API answers. */
const MAX_STEPS = 8;

/** Follows `network_mode: container:x`, where x is an id, its beginning or a name. */
export function networkOwner(container: DockerContainer, all: ReadonlyMap<string, DockerContainer>): NetworkOwner {
  let current: DockerContainer | undefined = container;
  for (let step = 0; current && step < MAX_STEPS; step += 1) {
    const mode: string = current.networkMode ?? '';
    if (mode === 'host') return { kind: 'host' };
    if (!mode.startsWith(SHARED)) return { kind: 'container', id: current.id };
    current = find(mode.slice(SHARED.length), all);
  }
  return null;
}

function find(reference: string, all: ReadonlyMap<string, DockerContainer>): DockerContainer | undefined {
  const known = all.get(reference);
  if (known || reference === '') return known;
  return [...all.values()].find(({ id, name }) => name === reference || id.startsWith(reference));
}
