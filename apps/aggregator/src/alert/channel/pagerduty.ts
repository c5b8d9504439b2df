import type { Message } from '../message/message.js';
import { callTo, cut, type HttpChannel, readUrl } from './channel.js';
import { linesOf } from './look.js';

export interface PagerDutySettings {
  /** The integration key of a service (Events API v2). */
  readonly routingKey: string;
  /** PagerDuty's in the United States unless it is another. */
  readonly url: string;
}

const FAULTS = [{ field: 'routingKey', words: /routing[ _]key/i }];

/** PagerDuty, by Events API v2: what began is one event of theirs until its last is over. */
export const pagerDuty: HttpChannel<PagerDutySettings> = {
  secrets: ['routingKey'],
  read: (fields) => {
    const routingKey = fields.text('routingKey', 64);
    if (!/^[A-Za-z0-9]{32}$/.test(routingKey))
      fields.refuse('routingKey', 'must be the 32 letters and digits of an integration key (Events API v2)');
    return { routingKey, url: readUrl(fields, 'url', 'https://events.pagerduty.com/v2/enqueue') };
  },
  calls: (message, { routingKey, url }) => {
    if (message.kind === 'partly resolved' || message.report) return [];
    const action = message.kind === 'resolved' ? 'resolve' : 'trigger';
    const threads = message.threads.length > 0 ? message.threads : [message.id];
    // A test begins something, too: what ends without having begun is ignored there.
    const isTest = message.threads.length === 0;
    return threads.map((thread) =>
      callTo(
        url,
        {
          routing_key: routingKey,
          event_action: isTest ? 'trigger' : action,
          dedup_key: thread,
          ...detailsOf(message),
        },
        { secretField: 'routingKey', faults: FAULTS },
      ),
    );
  },
};

function detailsOf(message: Message): object {
  const payload = {
    summary: cut(message.title, 1_024),
    source: cut(message.items[0]?.host ?? message.items[0]?.subject ?? 'weir', 255),
    severity: message.severity,
    timestamp: new Date(message.atMs).toISOString(),
    custom_details: { alerts: linesOf(message) },
  };
  return {
    payload,
    client: 'weir',
    ...(message.url === null ? {} : { client_url: message.url, links: [{ href: message.url, text: 'Open in weir' }] }),
  };
}
