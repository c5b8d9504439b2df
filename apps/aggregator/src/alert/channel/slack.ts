import { callTo, cut, type HttpChannel, readUrl } from './channel.js';
import { linesOf } from './look.js';

export interface SlackSettings {
  /** Of an incoming webhook: whoever knows it may write. */
  readonly url: string;
}

/** Slack, by an incoming webhook. Names stand in plain text, where they neither mention nor format. */
export const slack: HttpChannel<SlackSettings> = {
  secrets: ['url'],
  read: (fields) => ({ url: readUrl(fields, 'url') }),
  calls: (message, { url }) => {
    const body = linesOf(message).join('\n');
    const plain = (text: string, most: number): object => ({ type: 'plain_text', text: cut(text, most), emoji: false });
    const blocks = [
      { type: 'header', text: plain(message.title, 150) },
      ...(body === '' ? [] : [{ type: 'section', text: plain(body, 3_000) }]),
      ...(message.url === null
        ? []
        : [{ type: 'section', text: { type: 'mrkdwn', text: `<${message.url}|Open in weir>` } }]),
    ];
    return [callTo(url, { text: escaped(message.title), blocks, unfurl_links: false })];
  },
};

/** What Slack reads as mentions and links begins with one of these. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
