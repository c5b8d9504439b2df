/** What can be searched for. */
export const SEARCH_KINDS = [
  'host',
  'container',
  'image',
  'network',
  'stack',
  'service',
  'workload',
  'interface',
  'label',
] as const;

export type SearchKind = (typeof SEARCH_KINDS)[number];

/** What was matched of it. */
export type SearchField = 'name' | 'id' | 'address' | 'mac' | 'subnet';

/** Something of a host that can be found. */
export interface Subject {
  readonly kind: SearchKind;
  /** What people call it; things of one kind and name are found together. */
  readonly name: string;
  /** Of a host, container or interface; its name of all else. */
  readonly id: string;
  readonly isGone: boolean;
  /** Whether it comes before others of its name: an uplink before a container's interface. */
  readonly isFirst: boolean;
  /** What it is found by besides its name: addresses, subnets. */
  readonly texts: readonly string[];
  readonly mac: string | null;
  /** Of an interface: the container that it is of. */
  readonly owner: string | null;
  /** How many containers of the host are of it, where it is a name of containers; 0 for all else. */
  readonly containers: number;
}

/** What a host has. */
export interface HostSubjects {
  readonly hostId: string;
  readonly hostName: string;
  /** How many containers are there. */
  readonly containers: number;
  readonly subjects: readonly Subject[];
}
