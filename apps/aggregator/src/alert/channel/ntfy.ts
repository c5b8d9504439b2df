import { callTo, cut, type HttpChannel, readAuthority, readToken, readUrl } from './channel.js';
import { isOver, linesOf } from './look.js';

export interface NtfySettings {
  readonly url: string;
  readonly topic: string;
  /** An access token; null where the topic is open. */
  readonly token: string | null;
  readonly ca: string | null;
}

const TOPIC = /^[A-Za-z0-9_-]{1,64}$/;
const PRIORITY = { info: 3, warning: 4, critical: 5 } as const;

/** ntfy, by JSON to its root; text is text there. */
export const ntfy: HttpChannel<NtfySettings> = {
  secrets: ['token'],
  read: (fields) => {
    const topic = fields.text('topic', 64);
    if (!TOPIC.test(topic)) fields.refuse('topic', 'must be letters, digits, - and _, at most 64');
    return {
      url: readUrl(fields, 'url', 'https://ntfy.sh'),
      topic,
      token: fields.has('token') ? readToken(fields, 'token') : null,
      ca: readAuthority(fields),
    };
  },
  calls: (message, { url, topic, token, ca }) => {
    const body = {
      topic,
      title: cut(message.title, 250),
      // Longer ones become a file.
      message: cutBytes(linesOf(message).join('\n') || message.title, 3_900),
      priority: isOver(message) ? PRIORITY.info : PRIORITY[message.severity],
      tags: [message.report ? 'page_facing_up' : isOver(message) ? 'white_check_mark' : 'warning'],
      ...(message.url === null ? {} : { click: message.url }),
    };
    const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
    return [callTo(url, body, { headers, ca, secretField: 'token' })];
  },
};

function cutBytes(text: string, most: number): string {
  let shorter = text;
  while (Buffer.byteLength(shorter) > most) shorter = cut(shorter, Math.floor(shorter.length * 0.9));
  return shorter;
}
