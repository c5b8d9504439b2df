import type { Reader } from '../rule/reader.js';
import { callTo, cut, type HttpChannel, readUrl } from './channel.js';
import { linesOf } from './look.js';

export interface TelegramSettings {
  /** Of the bot, as BotFather tells it. */
  readonly token: string;
  /** A number, or `@name` of a public channel. */
  readonly chat: string;
  /** A server of one's own; else Telegram's. */
  readonly url: string;
}

const TOKEN = /^\d+:[A-Za-z0-9_-]+$/;
/** "chat not found", "bot was blocked by the user", "bot is not a member of the channel chat" … */
const FAULTS = [{ field: 'chat', words: /\b(chat|channel|user)\b/i }];
const CHAT = /^(-?\d{1,20}|@[A-Za-z0-9_]{4,64})$/;

/** Telegram, by a bot. Without a parse mode all text is text. */
export const telegram: HttpChannel<TelegramSettings> = {
  secrets: ['token'],
  read: (fields) => ({
    token: readShape(fields, 'token', TOKEN, 'a token such as 123456:ABC-…, as BotFather tells it'),
    chat: readShape(fields, 'chat', CHAT, 'the number of a chat, such as -1001234567890, or @name'),
    url: readUrl(fields, 'url', 'https://api.telegram.org'),
  }),
  calls: (message, { token, chat, url }) => {
    const text = [message.title, '', ...linesOf(message), ...(message.url === null ? [] : ['', message.url])].join(
      '\n',
    );
    const body = { chat_id: chat, text: cut(text, 4_000), link_preview_options: { is_disabled: true } };
    return [
      callTo(`${url.replace(/\/+$/, '')}/bot${token}/sendMessage`, body, { secretField: 'token', faults: FAULTS }),
    ];
  },
};

function readShape(fields: Reader, field: string, shape: RegExp, what: string): string {
  const text = fields.text(field, 200);
  if (text !== '' && !shape.test(text)) fields.refuse(field, `must be ${what}`);
  return text;
}
