import { describe, expect, it } from '@jest/globals';
import { type ContainerInfo, isInRange, type NetworkInfo } from '@weir/model';
import type { Inventory } from '../discover/inventory.js';
import { sliceInventory } from './inventory-slices.js';

const network = (id: string, name = id): NetworkInfo => ({
  ...{ id, name, driver: 'bridge', internal: false, subnets: [], bridge: null },
});
const container = (id: string): ContainerInfo => ({
  ...{ id, name: null, image: null, namespace: null, hostNetwork: false, stack: null, service: null, pod: null },
  ...{ podNamespace: null, workload: null, labels: {}, startedAt: null },
});
const inventoryOf = (containers: string[], networks: string[]): Inventory => ({
  interfaces: [],
  containers: containers.map(container),
  networks: networks.map((id) => network(id)),
});

describe('slices of an inventory', () => {
  it('hold every entry once, each in the one range that it is looked for in', () => {
    const ids = Array.from(
      { length: 500 },
      (_, index) => `${(index * 7919) % 500}-${['é', '😀', '\uFFFD'][index % 3]}`,
    );
    const slices = sliceInventory(inventoryOf(ids, ids), 2_000);
    expect(slices.length).toBeGreaterThan(10);
    for (const list of ['containers', 'networks'] as const) {
      expect(slices.flatMap((slice) => slice[list].map(({ id }) => id)).sort()).toEqual([...ids].sort());
      for (const id of [...ids, '', '~', 'never seen']) {
        expect(slices.filter(({ slice }) => isInRange(id, slice[list]))).toHaveLength(1);
      }
      for (const { slice, ...entries } of slices) {
        expect(entries[list].every(({ id }) => isInRange(id, slice[list]))).toBe(true);
      }
    }
  });

  it('say that there is none of a kind', () => {
    const slices = sliceInventory(inventoryOf(['a', 'b', 'c'], []), 1);
    expect(slices.map(({ slice }) => slice.networks)).toEqual([{ from: '', to: null }, null, null]);
    expect(sliceInventory(inventoryOf([], []), 1)).toHaveLength(1);
  });

  it('keep whole an entry that is larger than they should be', () => {
    const slices = sliceInventory({ ...inventoryOf(['a'], []), networks: [network('n', 'x'.repeat(255))] }, 10);
    expect(slices.map(({ containers, networks }) => [containers.length, networks.length])).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });
});
