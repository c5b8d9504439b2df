import { sifted } from '../../../live/sifted.js';
import { ALL_ALERTS } from '../../../query/alerts/alert.js';
import type { AlertRepository } from '../../../query/alerts/alerts.js';
import type { IncidentRepository } from '../../../query/alerts/incidents.js';
import { currentScope, inScopeOfNow } from '../../../query/caller.js';
import { MOST_ROWS } from '../../../query/page/listing.js';
import { accepted } from '../errors.js';
import type { AlertNews } from '../alerts/alert-watch.js';

/** Where the alerts and incidents of a scope are read. */
interface Stored {
  readonly alerts: AlertRepository;
  readonly incidents: IncidentRepository;
}

const PENDING = { ...ALL_ALERTS, states: ['pending'] } as const;
const NEWEST = { by: 'began', descending: true, first: MOST_ROWS, after: null } as const;

/** News of the alerts that are seen, read once more in the scope of who listens. */
export async function alertNewsSeen(
  begin: () => AsyncIterableIterator<AlertNews>,
  { alerts, incidents }: Stored,
): Promise<AsyncIterableIterator<AlertNews>> {
  if (!currentScope()) return begin();
  const source = begin();
  // What is gone is no longer stored: whether it was seen is only known of what was.
  const { rows } = await accepted(alerts.list(PENDING, NEWEST)).page();
  const lasting = new Set(rows.map(({ id }) => id));
  const read = inScopeOfNow(async (news: AlertNews): Promise<AlertNews | null> => {
    const own = await alerts.byIds(news.alerts.map(({ id }) => id));
    const ofOwn = await incidents.byIds(news.incidents);
    const gone = news.gone.filter((id) => lasting.delete(id));
    for (const { id } of own) lasting.add(id);
    const isAnything = own.length + ofOwn.length + gone.length > 0 || news.areSettings || news.isMore;
    return isAnything ? { ...news, alerts: own, gone, incidents: ofOwn.map(({ id }) => id) } : null;
  });
  return sifted(source, read);
}
