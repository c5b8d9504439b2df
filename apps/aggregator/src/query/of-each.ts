/** Which of what is on each of several parents. */
export interface OfEach {
  readonly includeGone: boolean;
  /** At most so many of each parent. */
  readonly first: number;
}

/**
 * SQL of the first rows of each host, in order; $1 = ids of hosts, $2 = whether what is gone counts, $3 = how many of each. One
 * host with ten thousand interfaces must not crowd out, or slow down, the others of a page.
 */
export function ofEachHost(select: string, table: 'container' | 'network' | 'series', order: string): string {
  return `
SELECT entry.* FROM unnest($1::int[]) AS parent (host_id) CROSS JOIN LATERAL (
  ${select} WHERE ${table}.host_id = parent.host_id AND ($2::boolean OR ${table}.gone_at IS NULL)
  ORDER BY ${order} LIMIT $3::int) AS entry`;
}

/** What things on a host have in common, such as their network, by the column that holds it. */
export interface OfKey {
  readonly table: 'container' | 'series';
  readonly column: 'namespace' | 'network_id';
}

/**
 * SQL of the first rows of each key, what is there before what is gone; $1 = ids of hosts, $2 = values of the column, $3 = how
 * many of each. What a network had on it in its life must not be read for the few rows that are shown.
 */
export function ofEachKey(select: string, { table, column }: OfKey, order: string): string {
  return `
SELECT entry.* FROM unnest($1::int[], $2::text[]) AS parent (host_id, key) CROSS JOIN LATERAL (
  ${select} WHERE ${table}.host_id = parent.host_id AND ${table}.${column} = parent.key
  ORDER BY ${table}.gone_at IS NOT NULL, ${order} LIMIT $3::int) AS entry`;
}
