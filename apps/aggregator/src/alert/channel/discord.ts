import { callTo, cut, type HttpChannel, readUrl } from './channel.js';
import { colourOf, linesOf } from './look.js';

export interface DiscordSettings {
  /** Of a webhook: whoever knows it may write. */
  readonly url: string;
}

/** Discord, by a webhook. What Markdown means is taken from names, and nobody is mentioned. */
export const discord: HttpChannel<DiscordSettings> = {
  secrets: ['url'],
  read: (fields) => ({ url: readUrl(fields, 'url') }),
  calls: (message, { url }) => {
    const embed = {
      title: cut(escaped(message.title), 256),
      description: cut(linesOf(message).map(escaped).join('\n'), 4_000),
      color: Number.parseInt(colourOf(message), 16),
      timestamp: new Date(message.atMs).toISOString(),
      ...(message.url === null ? {} : { url: message.url }),
    };
    return [callTo(url, { embeds: [embed], allowed_mentions: { parse: [] } })];
  },
};

/** Links stay whole: in them a backslash would be part of the address. */
function escaped(text: string): string {
  return text.replace(/https?:\/\/\S+|[\\*_~`|<>[\]()#@]/g, (found) => (found.length > 1 ? found : `\\${found}`));
}
