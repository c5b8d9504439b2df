import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { silentMessage } from '../message/message.fixture.js';
import { type Message, testMessage } from '../message/message.js';
import { CHANNEL_KINDS } from './channel.js';
import { readSender, secretsOf } from './channels.js';
import type { Delivery } from './delivery.js';
import { OPEN_WAY, type Receiver, startReceiver } from './http.fixture.js';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const NOW_MS = Date.parse('2026-11-21T12:00:05Z');
const HOSTILE = '<!channel> @everyone [x](http://evil.example) *b*';

let server: Receiver;
beforeAll(async () => {
  server = await startReceiver(() => ({ status: 202, body: '{"ok":true}' }));
});
afterAll(() => server.close());
beforeEach(() => void server.received.splice(0));

async function send(kind: string, settings: Readonly<Record<string, unknown>>, message: Message): Promise<Delivery> {
  const read = readSender(kind, { url: server.url, ...settings });
  if (!read.ok) throw new Error(JSON.stringify(read.refusals));
  return read.sender.send(message, OPEN_WAY, NOW_MS);
}

/** The only body that arrived. */
function body(): Record<string, unknown> {
  expect(server.received).toHaveLength(1);
  return JSON.parse(server.received[0]?.body ?? '') as Record<string, unknown>;
}

describe('a signed webhook', () => {
  it('can be proved to be ours, and told from a repeated one', async () => {
    const message = silentMessage(['web-3']);
    expect(await send('webhook', { secret: SECRET }, message)).toMatchObject({ ok: true });
    const headers = server.received[0]?.headers ?? {};
    const text = server.received[0]?.body ?? '';
    expect([headers['webhook-id'], headers['webhook-timestamp']]).toEqual(['message-1', String(NOW_MS / 1_000)]);
    const expected = createHmac('sha256', Buffer.alloc(32, 7))
      .update(`message-1.${NOW_MS / 1_000}.${text}`)
      .digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${expected}`);
  });

  it('tells all of what happened', async () => {
    await send('webhook', { secret: SECRET }, silentMessage(['web-3'], 'resolved'));
    expect(body()).toMatchObject({
      version: 1,
      kind: 'resolved',
      severity: 'critical',
      threads: ['thread-1'],
      alerts: [
        {
          ruleId: 'host-silent',
          subject: 'web-3',
          host: 'web-3',
          since: '2026-11-21T12:00:00.000Z',
          ended: '2026-11-21T12:04:00.000Z',
          value: 42,
        },
      ],
    });
  });
});

describe('a chat', () => {
  it('Slack is told in plain text, where names mention nobody', async () => {
    await send('slack', {}, silentMessage([HOSTILE]));
    const { text, blocks } = body() as {
      text: string;
      blocks: { type: string; text: { type: string; text: string } }[];
    };
    expect(text).toContain('&lt;!channel&gt;');
    expect(blocks.map(({ type, text: { type: textType } }) => `${type} ${textType}`)).toEqual([
      'header plain_text',
      'section plain_text',
      'section mrkdwn',
    ]);
    expect(blocks[2]?.text.text).toMatch(/^<https:\/\/weir\.example\/alerts\?incident=\w+\|Open in weir>$/);
  });

  it('Teams is told by a card of text runs', async () => {
    await send('teams', {}, silentMessage([HOSTILE]));
    const [{ contentType, content }] = (
      body() as {
        attachments: [{ contentType: string; content: { body: { type: string; inlines: { text: string }[] }[] } }];
      }
    ).attachments;
    expect(contentType).toBe('application/vnd.microsoft.card.adaptive');
    expect(content.body.map(({ type }) => type)).toEqual(['RichTextBlock', 'RichTextBlock']);
    expect(content.body[1]?.inlines[0]?.text).toContain(HOSTILE);
  });

  it('Discord is told without Markdown in names, and mentions nobody', async () => {
    await send('discord', {}, silentMessage([HOSTILE]));
    const { embeds, allowed_mentions } = body() as {
      embeds: [{ title: string; color: number }];
      allowed_mentions: object;
    };
    expect(allowed_mentions).toEqual({ parse: [] });
    expect(embeds[0].title).toContain('\\@everyone \\[x\\]\\(');
    expect(embeds[0].color).toBe(0xc62828);
  });

  it('Telegram is told as text, by the bot’s address', async () => {
    await send('telegram', { token: '123:ABC', chat: '-100123' }, silentMessage([HOSTILE]));
    expect(server.received[0]?.path).toBe('/bot123:ABC/sendMessage');
    expect(body()).toMatchObject({ chat_id: '-100123', text: expect.stringContaining(HOSTILE) });
    expect(body()).not.toHaveProperty('parse_mode');
  });

  it('ntfy is told with a priority, and a token where there is one', async () => {
    await send('ntfy', { topic: 'ops', token: 'tk_1' }, silentMessage(['web-3']));
    expect(server.received[0]?.headers.authorization).toBe('Bearer tk_1');
    expect(body()).toMatchObject({
      topic: 'ops',
      priority: 5,
      title: 'Critical: web-3 has sent nothing for 42 s',
      click: expect.stringContaining('https://weir.example/'),
    });
  });

  it.each(['slack', 'teams', 'discord', 'telegram', 'ntfy'])(
    '%s takes a storm, cut to what it allows',
    async (kind) => {
      const names = Array.from({ length: 500 }, (_, place) => `${'ü'.repeat(70)}-${place}`);
      const more = { telegram: { token: '1:a', chat: '1' }, ntfy: { topic: 'ops' } }[kind] ?? {};
      await send(kind, more, silentMessage(names));
      expect(server.received[0]?.body.length).toBeLessThan(20_000);
      expect(server.received[0]?.body.includes('500 alerts')).toBe(true);
    },
  );
});

describe('a service for who is on duty', () => {
  it('PagerDuty is told beginning and end under one key', async () => {
    await send('pagerduty', { routingKey: 'a'.repeat(32) }, silentMessage(['web-3']));
    await send('pagerduty', { routingKey: 'a'.repeat(32) }, silentMessage(['web-3'], 'resolved'));
    await send('pagerduty', { routingKey: 'a'.repeat(32) }, silentMessage(['web-3'], 'partly resolved'));
    const events = server.received.map((each) => JSON.parse(each.body) as Record<string, unknown>);
    expect(events.map((event) => [event['event_action'], event['dedup_key']])).toEqual([
      ['trigger', 'thread-1'],
      ['resolve', 'thread-1'],
    ]);
    expect(events[0]?.['payload']).toMatchObject({ severity: 'critical', source: 'web-3' });
  });

  it('Alertmanager is told each alert with its labels, and when it ended', async () => {
    await send('alertmanager', { url: `${server.url}/` }, silentMessage(['web-3', 'db-1'], 'resolved'));
    expect(server.received[0]?.path).toBe('/api/v2/alerts');
    const alerts = JSON.parse(server.received[0]?.body ?? '') as { labels: object; endsAt: string }[];
    expect(alerts).toHaveLength(2);
    expect(alerts[0]).toMatchObject({
      labels: { alertname: 'host-silent', severity: 'critical', host: 'web-3' },
      startsAt: '2026-11-21T12:00:00.000Z',
      endsAt: '2026-11-21T12:04:00.000Z',
    });
  });
});

describe('a refusal', () => {
  const ROUTING_KEY = 'a'.repeat(32);
  it.each([
    ['telegram', { token: '1:a', chat: '1' }, 400, 'Bad Request: chat not found', 'chat'],
    ['telegram', { token: '1:a', chat: '1' }, 403, 'Forbidden: bot was blocked by the user', 'chat'],
    ['telegram', { token: '1:a', chat: '1' }, 401, 'Unauthorized', 'token'],
    ['pagerduty', { routingKey: ROUTING_KEY }, 400, `Invalid routing key ${ROUTING_KEY}`, 'routingKey'],
  ])('by %s with %j of %d, %s, is of %s and may be mended', async (kind, settings, status, body, field) => {
    const refusing = await startReceiver(() => ({ status, body }));
    const delivery = await send(kind, { ...settings, url: refusing.url }, silentMessage(['web-3']));
    await refusing.close();
    expect(delivery).toMatchObject({ ok: false, field, mayRetry: true });
    expect(JSON.stringify(delivery)).not.toContain(ROUTING_KEY);
  });
});

describe('every kind', () => {
  const SETTINGS: Readonly<Record<string, object>> = {
    webhook: { secret: SECRET },
    telegram: { token: '1:a', chat: '@channel' },
    ntfy: { topic: 'ops' },
    pagerduty: { routingKey: 'a'.repeat(32) },
  };

  it.each(CHANNEL_KINDS.filter((kind) => kind !== 'email'))('of %s can be tried', async (kind) => {
    expect(
      await send(kind, { ...SETTINGS[kind] }, testMessage('t', NOW_MS, { timeZone: 'UTC', baseUrl: null })),
    ).toMatchObject({ ok: true });
    expect(server.received).toHaveLength(1);
  });

  it.each(CHANNEL_KINDS)('of %s knows its secrets', (kind) => {
    expect(secretsOf(kind).length).toBeGreaterThan(0);
  });

  it.each([
    ['webhook', { url: 'ftp://x', secret: 'short' }, ['secret', 'url']],
    ['webhook', { url: 'https://user:pw@example.org', secret: SECRET }, ['url']],
    ['slack', { url: 'https://hooks.example', chanel: 'x' }, ['chanel']],
    ['telegram', { token: 'x', chat: 'y' }, ['chat', 'token']],
    ['ntfy', { topic: 'a b', token: 'a\nb' }, ['token', 'topic']],
    ['pagerduty', { routingKey: 'x' }, ['routingKey']],
    ['alertmanager', { ca: 'no PEM' }, ['ca', 'url']],
    ['email', { host: 'a b', from: 'x', to: [], user: 'u', port: 0 }, ['from', 'host', 'password', 'port', 'to']],
    [
      'email',
      { host: 'smtp.example', from: 'a@b.c', to: ['x@y.z, w@y.z'], user: 'u', password: 'p', tls: 'none' },
      ['tls', 'to[0]'],
    ],
    ['fax', {}, ['kind']],
  ])('of %s refuses what is wrong in %j, by its fields', (kind, settings, fields) => {
    const read = readSender(kind, settings);
    expect(read.ok ? [] : read.refusals.map(({ field }) => field).sort()).toEqual(fields);
  });
});
