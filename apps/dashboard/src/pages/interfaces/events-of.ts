import type { CLASSES, FilterInput } from '../../composables/chips.js';

/** What finds all that happened to an interface, or to the containers that it belongs to. */
export function eventsOf(iface: {
  readonly name: string;
  readonly class: (typeof CLASSES)[number] | null;
  readonly host: { readonly id: string };
  readonly containers: readonly { readonly id: string }[];
}): FilterInput {
  const hosts = [iface.host.id];
  if (iface.containers.length > 0) return { hosts, container: { in: iface.containers.map(({ id }) => id) } };
  // In a container, interfaces are called as those of its host.
  return { hosts, interface: { eq: iface.name }, ...(iface.class && { classes: [iface.class] }) };
}
