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
