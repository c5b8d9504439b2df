import { compareKeys, type InventorySlice, type KeyRange } from '@weir/model';
import type { Inventory } from '../discover/inventory.js';

/** A part of an inventory, and what it speaks of. */
export interface SlicedInventory extends Inventory {
  readonly slice: InventorySlice;
}

type List = keyof Inventory;
type Entry = { readonly list: List; readonly key: string; readonly value: Inventory[List][number] };

/** Cuts an inventory into slices whose entries take no more than so many bytes each; one entry is never cut. */
export function sliceInventory(inventory: Inventory, maxBytes: number): SlicedInventory[] {
  const parts = pack(entriesOf(inventory), maxBytes);
  return parts.map((part, index) => ({
    interfaces: valuesOf(part, 'interfaces'),
    containers: valuesOf(part, 'containers'),
    networks: valuesOf(part, 'networks'),
    slice: {
      interfaces: rangeOf(parts, index, 'interfaces'),
      containers: rangeOf(parts, index, 'containers'),
      networks: rangeOf(parts, index, 'networks'),
    },
  }));
}

function entriesOf({ interfaces, containers, networks }: Inventory): Entry[] {
  const sorted = [
    interfaces.map((value): Entry => ({ list: 'interfaces', key: value.key, value })),
    containers.map((value): Entry => ({ list: 'containers', key: value.id, value })),
    networks.map((value): Entry => ({ list: 'networks', key: value.id, value })),
  ];
  return sorted.flatMap((entries) => entries.sort((a, b) => compareKeys(a.key, b.key)));
}

function pack(entries: readonly Entry[], maxBytes: number): Entry[][] {
  let last: Entry[] = [];
  const parts = [last];
  let bytes = 0;
  for (const entry of entries) {
    const size = Buffer.byteLength(JSON.stringify(entry.value)) + 1;
    if (last.length > 0 && bytes + size > maxBytes) {
      last = [];
      parts.push(last);
      bytes = 0;
    }
    last.push(entry);
    bytes += size;
  }
  return parts;
}

function valuesOf<L extends List>(part: readonly Entry[], list: L): Inventory[L][number][] {
  return part.filter((entry) => entry.list === list).map(({ value }) => value as Inventory[L][number]);
}

/** From the part's first entry to the next part's, so that together they leave nothing out. */
function rangeOf(parts: readonly (readonly Entry[])[], index: number, list: List): KeyRange | null {
  const firsts = parts.map((part) => part.find((entry) => entry.list === list)?.key);
  const first = firsts.findIndex((key) => key !== undefined);
  // That the host has none of a kind is to be said, too.
  if (first < 0) return index === 0 ? { from: '', to: null } : null;
  const from = firsts[index];
  if (from === undefined) return null;
  return { from: index === first ? '' : from, to: firsts.slice(index + 1).find((key) => key !== undefined) ?? null };
}
