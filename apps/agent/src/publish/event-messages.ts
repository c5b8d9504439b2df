import { encodeEvent, type EventMessage } from '@weir/model';
import type { Outgoing } from './record.js';
import type { Identity } from './messages.js';

/** What an event says beside whose it is. */
export type EventContent = Omit<EventMessage, 'v' | 'host'>;

const MAX_SUBJECT = 255;
const MAX_TEXT = 4_096;

/** Makes messages of events, each with the next id of this life of the agent. */
export class EventMessages {
  private count = 0;

  constructor(private readonly identity: Pick<Identity, 'host' | 'run'>) {}

  make(events: readonly EventContent[]): Outgoing[] {
    const { host, run } = this.identity;
    return events.map(({ at, kind, subject, before, after, text }) => {
      this.count += 1;
      const message = {
        ...{ v: 1 as const, host, at, kind, subject: cut(subject, MAX_SUBJECT) },
        ...{
          before: cut(before ?? '', MAX_TEXT) || null,
          after: cut(after ?? '', MAX_TEXT) || null,
          text: cut(text, MAX_TEXT),
        },
      };
      return { id: `${run}-e${this.count}`, payload: encodeEvent(message) };
    });
  }
}

/** Names are written by anybody, and a list of addresses can be long. */
function cut(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
