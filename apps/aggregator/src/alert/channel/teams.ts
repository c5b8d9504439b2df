import { callTo, cut, type HttpChannel, readUrl } from './channel.js';
import { isOver, linesOf } from './look.js';

export interface TeamsSettings {
  /** Of a workflow "when a webhook request is received": whoever knows it may write. */
  readonly url: string;
}

const MOST_CHARACTERS = 8_000;

/** Microsoft Teams, by a workflow that posts adaptive cards. Rich text runs hold names: other blocks read Markdown. */
export const teams: HttpChannel<TeamsSettings> = {
  secrets: ['url'],
  read: (fields) => ({ url: readUrl(fields, 'url') }),
  calls: (message, { url }) => {
    const colour = isOver(message)
      ? 'Good'
      : { info: 'Accent', warning: 'Warning', critical: 'Attention' }[message.severity];
    const run = (text: string, more: object): object => ({
      type: 'RichTextBlock',
      inlines: [{ type: 'TextRun', text, ...more }],
    });
    const content = {
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      type: 'AdaptiveCard',
      version: '1.4',
      msteams: { width: 'Full' },
      body: [
        run(message.title, { weight: 'Bolder', size: 'Medium', color: colour }),
        ...linesOf(message).map((line) => run(cut(line, MOST_CHARACTERS), {})),
      ],
      actions: message.url === null ? [] : [{ type: 'Action.OpenUrl', title: 'Open in weir', url: message.url }],
    };
    const attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }];
    return [callTo(url, { type: 'message', attachments })];
  },
};
