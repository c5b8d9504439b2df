import type { ChannelKind } from './channel.js';
import { secretsOf } from './channels.js';
import { MAIL_TLS } from './email.js';

/** A setting of a kind of channel, for a form. */
export interface Setting {
  readonly name: string;
  readonly title: string;
  readonly isNeeded: boolean;
  readonly isList: boolean;
  readonly isLong: boolean;
  readonly isNumber: boolean;
  readonly choices: readonly string[];
  /** What it is where it is left out; null = nothing. */
  readonly usual: string | null;
  readonly example: string | null;
}

/** A kind of channel, for a form. */
export interface KindOfChannel {
  readonly kind: ChannelKind;
  readonly title: string;
  readonly settings: readonly (Setting & { readonly isSecret: boolean })[];
}

const text = (name: string, title: string, more: Partial<Setting> = {}): Setting => ({
  ...{ name, title, isNeeded: false, isList: false, isLong: false, isNumber: false },
  ...{ choices: [], usual: null, example: null, ...more },
});
const needed = (name: string, title: string, example: string | null = null, more: Partial<Setting> = {}): Setting =>
  text(name, title, { isNeeded: true, example, ...more });

const AUTHORITY = text('ca', 'Certificate of an authority of your own, in PEM', {
  isLong: true,
  example: '-----BEGIN CERTIFICATE----- …',
});

const FORMS: Readonly<Record<ChannelKind, readonly [title: string, settings: readonly Setting[]]>> = {
  email: [
    'E-mail',
    [
      needed('host', 'Mail server', 'smtp.example.org'),
      text('tls', 'Encryption', { choices: MAIL_TLS, usual: 'starttls' }),
      text('port', 'Port', { isNumber: true, usual: '587 with starttls, 465 with tls, 25 with none' }),
      text('user', 'User'),
      text('password', 'Password'),
      needed('from', 'From', 'weir@example.org'),
      needed('to', 'To', 'on-call@example.org', { isList: true }),
      AUTHORITY,
    ],
  ],
  webhook: [
    'Webhook, signed',
    [
      needed('url', 'Address', 'https://example.org/weir'),
      needed('secret', 'Secret that signs', 'whsec_… of 24 to 64 random bytes as base64'),
      AUTHORITY,
    ],
  ],
  slack: ['Slack', [needed('url', 'Address of an incoming webhook', 'https://hooks.slack.com/services/…')]],
  teams: ['Microsoft Teams', [needed('url', 'Address of a workflow “when a webhook request is received”')]],
  discord: ['Discord', [needed('url', 'Address of a webhook', 'https://discord.com/api/webhooks/…')]],
  telegram: [
    'Telegram',
    [
      needed('token', 'Token of the bot', '123456:ABC-…'),
      needed('chat', 'Chat', '-1001234567890 or @name'),
      text('url', 'Server of your own', { usual: 'https://api.telegram.org' }),
    ],
  ],
  ntfy: [
    'ntfy',
    [
      needed('topic', 'Topic', 'weir-alerts'),
      text('url', 'Server', { usual: 'https://ntfy.sh' }),
      text('token', 'Access token'),
      AUTHORITY,
    ],
  ],
  pagerduty: [
    'PagerDuty',
    [
      needed('routingKey', 'Integration key (Events API v2)'),
      text('url', 'Address', { usual: 'https://events.pagerduty.com/v2/enqueue' }),
    ],
  ],
  alertmanager: [
    'Alertmanager',
    [needed('url', 'Address', 'http://alertmanager:9093'), text('token', 'Access token'), AUTHORITY],
  ],
};

/** All kinds of channels, each with its settings in the order of a form. */
export const CHANNEL_FORMS: readonly KindOfChannel[] = Object.entries(FORMS).map(([name, [title, settings]]) => {
  const kind = name as ChannelKind;
  const secrets = secretsOf(kind);
  return {
    kind,
    title,
    settings: settings.map((setting) => ({ ...setting, isSecret: secrets.includes(setting.name) })),
  };
});
