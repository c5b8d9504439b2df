import type { Filter } from '../query/filter.js';
import type { Subject } from './quota.js';

/**
 * Whose traffic a subject is: interfaces on which each packet shows once, those that are gone included. What is of containers is
 * counted where they are, so that another bridge, veth or container of the same name changes nothing.
 */
export function filterOf({ host, ...subject }: Subject): Filter {
  return filterOn(subject, host === null ? null : [host]);
}

/** The same on several hosts; null = on all. */
export function filterOn({ kind, name }: Omit<Subject, 'host'>, hostIds: readonly string[] | null): Filter {
  const hosts = hostIds === null ? {} : { hosts: hostIds };
  const named = { eq: name ?? '' };
  switch (kind) {
    case 'fleet':
    case 'host':
      return { ...hosts, uplink: true };
    case 'uplink':
      return { ...hosts, uplink: true, interface: named };
    case 'network':
    case 'stack':
    case 'service':
    case 'workload':
    case 'container':
      return { ...hosts, classes: ['container'], [kind]: named };
  }
}
