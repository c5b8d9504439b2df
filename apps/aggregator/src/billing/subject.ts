import type { Filter } from '../query/filter.js';
import type { Subject } from './quota.js';

/**
 * Whose traffic a subject is: interfaces on which each packet shows once, those that are gone included. What is of containers is
 * counted where they are, so that another bridge, veth or container of the same name changes nothing.
 */
export function filterOf({ kind, host, name }: Subject): Filter {
  const hosts = host === null ? {} : { hosts: [host] };
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
