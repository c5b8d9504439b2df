import type { Counter } from '@weir/model';
import type { LiveGroup } from './members.js';
import type { Slot } from './slot.js';

/** The index that stands for the sum of all groups that are not in the top. */
export const OTHERS_INDEX = -1;

/** Groups and the indexes that frames name them by; another object whenever anything of it is another. */
export type GroupList = readonly (LiveGroup & { readonly index: number })[];

/** The rates of one slot of time. The same object for all who watch the same. */
export interface LiveFrame {
  /** Start of the slot, ms since 1970. */
  readonly atMs: number;
  readonly ms: number;
  /** 0 at first; more where a host told of the slot later. */
  readonly revision: number;
  readonly hostsExpected: number;
  readonly hostsHeard: number;
  /** The groups that `columns` may name. */
  readonly groups: GroupList;
  readonly columns: LiveColumns;
}

/** The groups that moved, with their rates per second; those in neither list did not move. */
export interface LiveColumns {
  readonly groups: readonly number[];
  /** Groups of which not all is known: a host of theirs is silent, or a member could not be read. */
  readonly incomplete: readonly number[];
  readonly rates: readonly { readonly counter: Counter; readonly perSecond: readonly number[] }[];
}

/** The rates of all groups that moved. */
export function columnsOf(
  slot: Slot,
  counters: readonly Counter[],
  groups: Iterable<number>,
  incomplete: ReadonlySet<number>,
): LiveColumns {
  const moved: number[] = [];
  for (const group of groups) if (slot.total(group) > 0) moved.push(group);
  return {
    groups: moved,
    incomplete: [...incomplete],
    rates: counters.map((counter, place) => ({
      counter,
      perSecond: moved.map((group) => slot.rate(group, place)),
    })),
  };
}

/** The rates of the top, and as the last the sum of all others. */
export function topColumnsOf(
  slot: Slot,
  counters: readonly Counter[],
  top: ReadonlySet<number>,
  count: number,
  incomplete: ReadonlySet<number>,
): LiveColumns {
  const own = columnsOf(slot, counters, top, new Set([...incomplete].filter((group) => top.has(group))));
  const others = counters.map((_, place) => othersRate(slot, place, top, count));
  const isIncomplete = [...incomplete].some((group) => !top.has(group));
  const hasMoved = others.some((rate) => rate > 0);
  return {
    groups: hasMoved ? [...own.groups, OTHERS_INDEX] : own.groups,
    incomplete: isIncomplete ? [...own.incomplete, OTHERS_INDEX] : own.incomplete,
    rates: own.rates.map(({ counter, perSecond }, place) => ({
      counter,
      perSecond: hasMoved ? [...perSecond, others[place] ?? 0] : perSecond,
    })),
  };
}

/** Added up and not subtracted, so that others that did not move are zero and not nearly so. */
function othersRate(slot: Slot, place: number, top: ReadonlySet<number>, count: number): number {
  let rate = 0;
  for (let group = 0; group < count; group += 1) if (!top.has(group)) rate += slot.rate(group, place);
  return rate;
}
