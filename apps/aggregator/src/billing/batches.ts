import type { MomentRange } from '@weir/model';
import type { Account } from './account.js';
import { asFar } from './days.js';
import type { Asked } from './volume.js';

/** A day of a quota that is to be counted. */
export interface DueDay {
  readonly account: Account;
  readonly day: MomentRange;
}

/** What is asked of several quotas by one read: of the same thing, on a host each or on all. */
export interface Batch<Item> {
  readonly asked: Asked;
  readonly items: readonly Item[];
}

/** Days that are counted by one read. */
export interface DayBatch extends Batch<DueDay> {
  /** As much of them as is over. */
  readonly range: MomentRange;
}

/** As many as are read at a time. */
const MOST_ITEMS = 250;

/** Puts together days that can be counted together, in the order in which they are due. */
export function batchesOfDays(due: readonly DueDay[], nowMs: number): DayBatch[] {
  const rangeOf = ({ day }: DueDay): MomentRange => asFar(day, nowMs);
  return batchesOf(due, (each) => [rangeOf(each).fromMs, rangeOf(each).toMs]).map((batch) => ({
    ...batch,
    range: rangeOf(batch.items[0] as DueDay),
  }));
}

/** The same of anything that is asked of quotas; what differs in its key is asked apart. */
export function batchesOf<Item extends { readonly account: Account }>(
  items: readonly Item[],
  keyOf: (item: Item) => readonly unknown[],
): Batch<Item>[] {
  const alike = new Map<string, Item[]>();
  for (const item of items) {
    const { row, quota, fault } = item.account;
    const { kind, name, host } = quota.subject;
    // One that failed is tried alone: whatever is wrong with it, the others do not fail with it again.
    const key = JSON.stringify([kind, name, host === null, fault === null ? null : row.id, ...keyOf(item)]);
    const others = alike.get(key);
    if (others) others.push(item);
    else alike.set(key, [item]);
  }
  return [...alike.values()].flatMap((some) => chunksOf(some)).map((some) => ({ asked: askedOf(some), items: some }));
}

function chunksOf<Item>(items: readonly Item[]): (readonly Item[])[] {
  const count = Math.ceil(items.length / MOST_ITEMS);
  return Array.from({ length: count }, (_, place) => items.slice(place * MOST_ITEMS, (place + 1) * MOST_ITEMS));
}

function askedOf(items: readonly { readonly account: Account }[]): Asked {
  const subjects = items.map(({ account }) => account.quota.subject);
  const [{ kind, name, host }] = subjects as [(typeof subjects)[number]];
  const hostIds = host === null ? null : [...new Set(subjects.flatMap((subject) => subject.host ?? []))];
  return { subject: { kind, name }, hostIds };
}
