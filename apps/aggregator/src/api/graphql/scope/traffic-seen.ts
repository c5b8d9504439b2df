import type { TickFilter } from '../../../live/tick.js';
import type { Seen } from '../../../query/scope/seen-hosts.js';

/** What is wanted of the hosts that are seen; the same object for as long as both are the same. */
export function trafficSeen(filter: () => TickFilter, seen: Seen | null): () => TickFilter {
  if (!seen) return filter;
  let [asked, ids, narrowed]: [TickFilter | null, ReadonlySet<string> | null, TickFilter | null] = [null, null, null];
  return () => {
    const [wanted, now] = [filter(), seen.ids()];
    if (!narrowed || wanted !== asked || now !== ids) {
      const hosts = new Set([...now].filter((id) => !wanted.hosts || wanted.hosts.has(id)));
      [asked, ids, narrowed] = [wanted, now, { ...wanted, hosts }];
    }
    return narrowed;
  };
}
