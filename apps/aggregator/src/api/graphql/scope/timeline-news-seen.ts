import { sifted } from '../../../live/sifted.js';
import { currentScope, inScopeOfNow } from '../../../query/caller.js';
import type { TimelineKind } from '../../../query/timeline/entry.js';
import type { TimelineQuery } from '../../../query/timeline/timeline.query.js';
import { accepted } from '../errors.js';

type Kinds = readonly TimelineKind[];

/** As many as a page shows first. */
const FIRST = { by: 'at', descending: true, first: 50, after: null } as const;
const ALL_KINDS: Kinds = ['change', 'deploy', 'alert', 'pattern', 'annotation'];

/** The kinds of which the first page is another one than before, for who sees some hosts alone. */
export async function timelineNewsSeen(
  begin: () => AsyncIterableIterator<Kinds>,
  timeline: TimelineQuery,
): Promise<AsyncIterableIterator<Kinds>> {
  if (!currentScope()) return begin();
  const pages = new Map<TimelineKind, string>();
  const isAnother = async (kind: TimelineKind): Promise<boolean> => {
    const asked = { filter: {}, kinds: [kind], fromMs: null, toMs: null };
    const page = JSON.stringify((await accepted(timeline.list(asked, FIRST)).page()).rows);
    const before = pages.get(kind);
    pages.set(kind, page);
    return page !== before;
  };
  const changed = inScopeOfNow(async (kinds: Kinds): Promise<Kinds | null> => {
    const others: TimelineKind[] = [];
    for (const kind of kinds) if (await isAnother(kind)) others.push(kind);
    return others.length > 0 ? others : null;
  });
  const source = begin();
  await changed(ALL_KINDS);
  return sifted(source, changed);
}
