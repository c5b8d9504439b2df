import type { HostInventory } from '../../query/watched/inventory.js';
import type { Thing } from '../../query/watched/watched-things.js';
import type { Subject } from '../lifecycle/alert.js';
import type { HostRates } from './host-rates.js';
import type { HostStates } from './host-states.js';

/** A host that is heard. */
export interface FedHost {
  readonly inventory: HostInventory;
  readonly rates: HostRates;
  readonly states: HostStates;
}

/** An interface that counts for something, and where its rates are. */
export interface Part {
  readonly rates: HostRates;
  readonly place: number;
  /** NaN where nobody knows its speed. */
  readonly bytesPerSecondAtMost: number;
  readonly netId: string;
}

/** Something that rules watch, with all that its figures are made of. */
export interface Watched {
  readonly thing: Thing;
  readonly host: FedHost | null;
  /** Those that it is the sum of, where it is of several. */
  readonly hosts: readonly FedHost[];
  readonly parts: readonly Part[];
}

/** What an alert of a thing says that it is of. */
export function subjectOf({ level, key, name, host, container, network, service }: Thing): Subject {
  return {
    ...{ level, key, name, network, service },
    hostId: host?.id ?? null,
    hostName: host?.name ?? null,
    containerId: container?.id ?? null,
  };
}

/** Something of which no figure is known. */
export function unheard(thing: Thing): Watched {
  return { thing: { ...thing, goneMs: null }, host: null, hosts: [], parts: [] };
}

/** Finds what the figures of a thing are made of. What is of one host stays as it was known for as long as that does. */
export function watchedOf(thing: Thing, hostOf: (hostUuid: string) => FedHost | undefined, known?: Watched): Watched {
  const host = (thing.host && hostOf(thing.host.id)) ?? null;
  return host && known?.thing === thing && known.host === host ? known : make(thing, host, hostOf);
}

function make(thing: Thing, own: FedHost | null, hostOf: (hostUuid: string) => FedHost | undefined): Watched {
  const hosts = new Set<FedHost>();
  const parts = thing.members.flatMap(({ host: { id }, told }) => {
    const host = hostOf(id);
    const place = host?.rates.placeOf(told.key);
    if (!host || place === undefined) return [];
    hosts.add(host);
    const bytesPerSecondAtMost = told.speedBitsPerSecond === null ? NaN : told.speedBitsPerSecond / 8;
    return [{ rates: host.rates, place, bytesPerSecondAtMost, netId: told.netId }];
  });
  return { thing, host: own, hosts: [...hosts], parts };
}
