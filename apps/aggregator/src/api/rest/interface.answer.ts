import type { ListedInterface } from '../../query/interface-list.js';

/** An interface as it is exported: flat, with the names of what is around it. */
export interface InterfaceAnswer extends Omit<ListedInterface, 'netId' | 'since' | 'goneAt'> {
  readonly net_id: string;
  readonly countersSince: string | null;
  readonly goneAt: string | null;
}

/** An interface as it is exported. */
export function toInterface({ netId, since, goneAt, ...rest }: ListedInterface): InterfaceAnswer {
  return {
    net_id: netId,
    ...rest,
    countersSince: since?.toISOString() ?? null,
    goneAt: goneAt?.toISOString() ?? null,
  };
}

/** The example of a row. */
export const INTERFACE_EXAMPLE: InterfaceAnswer = {
  ...{ net_id: 'Zr41h7sYpQe0dK-u', hostId: '0f8fad5b-d9cb-469f-a165-70867728950e', host: 'web-1', name: 'eth0' },
  ...{ class: 'container', uplink: false, container: 'shop-api-1', network: 'shop_backend', state: 'up' },
  ...{ speedBitsPerSecond: 10_000_000_000, mtu: 1_500, mac: '02:42:ac:12:00:03', addresses: ['172.18.0.3/16'] },
  ...{ countersSince: '2026-11-19T22:01:07.000Z', resets: 0, goneAt: null },
};
