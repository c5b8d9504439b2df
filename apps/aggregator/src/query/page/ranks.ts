import type { Statement } from '../sql.js';
import { byWhole, type SortKey } from './sort-key.js';

/** Figures of now that a list is ordered by, the highest first. They are not stored with what is listed; what is not among them counts as 0. */
export interface Ranks {
  /** What each is of: interfaces, whose figures add up to those of what they belong to, or the things listed themselves. */
  readonly of: 'interfaces' | 'things';
  readonly ids: readonly string[];
  /** Whole numbers above 0. */
  readonly values: readonly number[];
}

/** Finds the figures of now that an order means; null where it means none. */
export type Ranking = () => Promise<Ranks | null>;

/** Of an order that means none. */
export const NO_RANKING: Ranking = () => Promise.resolve(null);

/** Beyond what any link carries. What an agent makes up must neither be too large for the database nor for a cursor, or no list could be sorted. */
const MOST = 2 ** 50;

/** The highest of many: enough for the pages that people look at. */
const FEW = 2_000;

/** The order by figures of now, of a list whose source joins `ranked`. */
export const BY_RANK: SortKey = byWhole('coalesce(ranked.value, 0)');

/** What lists are ordered by of how much passes now. */
export type RateOrder = 'rxBytes' | 'txBytes' | 'bytes' | 'packets' | 'errors' | 'drops';

/** The orders by how much passes now. */
export const RATE_ORDERS: Readonly<Record<RateOrder, readonly SortKey[]>> = {
  ...{ rxBytes: [BY_RANK], txBytes: [BY_RANK], bytes: [BY_RANK] },
  ...{ packets: [BY_RANK], errors: [BY_RANK], drops: [BY_RANK] },
};

/** What lists are ordered by of what hosts and containers use now. */
export type UseOrder = 'cpu' | 'memory';

/** The orders by what is used now. */
export const USE_ORDERS: Readonly<Record<UseOrder, readonly SortKey[]>> = { cpu: [BY_RANK], memory: [BY_RANK] };

/** SQL: joins what the interfaces of something count together; `keys` are columns of `series` that tell whose they are. */
export function joinSummedSql(ranked: string, keys: readonly string[], which: string, on: string): string {
  return `LEFT JOIN (
    SELECT ${keys.join(', ')}, least(sum(ranked.value), ${Number.MAX_SAFE_INTEGER})::bigint AS value FROM ${ranked} JOIN series ON series.net_id = ranked.id
    WHERE ${which} AND series.gone_at IS NULL GROUP BY ${keys.join(', ')}) AS ranked ON ${on}`;
}

/** Whether an order is one by how much passes now. */
export const isRateOrder = (by: string): by is RateOrder => Object.hasOwn(RATE_ORDERS, by);

/** Whether an order is one by what is used now. */
export const isUseOrder = (by: string): by is UseOrder => Object.hasOwn(USE_ORDERS, by);

/** SQL of ranks as a table `ranked` of `id` and `value`. */
export function ranksSql(statement: Statement, { ids, values }: Ranks): string {
  const bounded = values.map((value) => Math.min(value, MOST));
  return `unnest(${statement.place(ids, 'text[]')}, ${statement.place(bounded, 'bigint[]')}) AS ranked (id, value)`;
}

/** The highest, with all that have the same value as the last of them; null where all are few. */
export function highestOf(ranks: Ranks): Ranks | null {
  const { ids, values } = ranks;
  if (values.length <= FEW) return null;
  const least = values[FEW - 1] ?? 0;
  const end = values.findIndex((value) => value < least);
  return end < 0 ? null : { ...ranks, ids: ids.slice(0, end), values: values.slice(0, end) };
}

/** The figures of some things alone. */
export function ranksAmong(ranks: Ranks, ids: ReadonlySet<string>): Ranks {
  const places = [...ranks.ids.keys()].filter((place) => ids.has(ranks.ids[place] ?? ''));
  const of = <T>(all: readonly T[]): T[] => places.map((place) => all[place] as T);
  return { ...ranks, ids: of(ranks.ids), values: of(ranks.values) };
}
