import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { type Alerting, startAlerting } from '../support/alerting.js';
import { eventually } from '../support/eventually.js';
import { type HeardHost, heardHosts } from '../support/heard-hosts.js';
import { MailServer } from '../support/mail-server.js';
import { describeIf, natsServer } from '../support/requirements.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const STORM = 200;
/** Whatever would come twice would have come by then: the longest that a channel waits for more of a storm. */
const QUIET_MS = 16_000;
/** Tries come 5, 15 and 60 s after each other. */
const TRIED_WITHIN_MS = 60_000;

const RULES = [
  { id: 'host-silent', name: 'Host silent', severity: 'critical', per: 'host', absence: { afterSeconds: 10 } },
  { id: 'busy', per: 'host', threshold: { figure: 'rxBytesPerSecond', above: 50_000 }, channels: ['broken'] },
];

describeIf(natsServer, 'messages of alerts', () => {
  let alerting: Alerting;
  let mail: MailServer;
  let webhook: WebhookReceiver;
  let hosts: HeardHost[];

  const waiting = async (channel: string): Promise<Record<string, unknown>[]> => {
    const { rows } = await alerting.pool.query<Record<string, unknown>>(
      `SELECT kind, tries, failed_field AS field, failed_reason AS reason, sent_at IS NOT NULL AS sent FROM outbox
       WHERE channel = $1 ORDER BY position`,
      [channel],
    );
    return rows;
  };
  const failure = (field: string, words: RegExp): Promise<void> =>
    eventually(
      `it fails by ${field}`,
      async () => {
        const expected = { kind: 'opened', field, reason: expect.stringMatching(words), sent: false };
        expect((await waiting('broken')).at(-1)).toMatchObject(expected);
      },
      TRIED_WITHIN_MS,
    );
  const arrived = (subject: RegExp): Promise<void> =>
    eventually('it arrives', () => expect(mail.of(subject)).toHaveLength(1), TRIED_WITHIN_MS);
  const breach = (place: number, isBusy = true): void => {
    (hosts[place] as HeardHost).rxBytesPerSecond = isBusy ? 100_000 : 1_000;
  };

  beforeAll(async () => {
    [alerting, mail, webhook] = [await startAlerting(), await MailServer.start(), await WebhookReceiver.start()];
    const names = Array.from({ length: STORM + 5 }, (_, place) => `node-${place}`);
    hosts = await heardHosts(alerting.connection, names);
    await alerting.setRules(RULES);
    await alerting.setChannel('mail', 'email', mail.settings());
    await alerting.setChannel('program', 'webhook', webhook.settings());
    await alerting.watches(2 * hosts.length);
  });

  beforeEach(() => {
    mail.taken.splice(0);
    webhook.taken.splice(0);
  });

  afterAll(() => alerting.end());

  it('of a switch that takes 200 hosts away are one by each channel, and one when they return', async () => {
    const behind = hosts.slice(0, STORM);
    for (const host of behind) host.isAway = true;
    await eventually('it is told', () => expect(webhook.taken).toHaveLength(1), TRIED_WITHIN_MS);
    await sleep(QUIET_MS);
    for (const host of behind) host.isAway = false;
    await eventually('the end is told', () => expect(webhook.taken).toHaveLength(2), TRIED_WITHIN_MS);
    await sleep(QUIET_MS);
    const titles = [/^Critical: Host silent, 200 alerts, node-\d+, .* and 197 more$/, /^Over: Host silent, 200 alerts/];
    expect(mail.taken.map(({ subject }) => subject)).toEqual(titles.map((title) => expect.stringMatching(title)));
    expect(webhook.taken.map(({ title }) => title)).toEqual(titles.map((title) => expect.stringMatching(title)));
    expect(webhook.taken.map(({ alerts }) => alerts.length)).toEqual([STORM, STORM]);
  });

  it('wait for a server that is away, say so at the field, and arrive when it is back', async () => {
    await mail.close();
    await alerting.setChannel('broken', 'email', mail.settings());
    breach(0);
    await failure('host', /^127\.0\.0\.1:\d+ refuses connections: nothing listens at that port/);
    breach(0, false);
    await eventually('its end waits too', async () => expect(await waiting('broken')).toHaveLength(2));
    await mail.open();
    await arrived(/^Over: .*node-0/);
    expect(mail.taken.map(({ subject }) => subject)).toEqual([
      expect.stringMatching(/^Warning: .*node-0/),
      expect.stringMatching(/^Over: .*node-0/),
    ]);
  });

  it('do not go to a server whose certificate is wrong, and arrive once that is mended', async () => {
    const settings = mail.settings();
    await mail.changeAuthority();
    await alerting.setChannel('broken', 'email', settings);
    breach(1);
    await failure('host', /authority that is not known here: give that authority as ca/);
    expect(mail.taken).toEqual([]);
    await alerting.setChannel('broken', 'email', mail.settings());
    await arrived(/^Warning: .*node-1/);
    breach(1, false);
    await arrived(/^Over: .*node-1/);
  });

  it('do not go where the password is wrong, nor to an address that is closed', async () => {
    await alerting.setChannel('broken', 'email', { ...mail.settings(), password: 'wrong' });
    breach(2);
    await failure('password', /^is not accepted with this user/);
    await alerting.setChannel('broken', 'webhook', { ...webhook.settings(), url: 'http://169.254.169.254/latest' });
    await failure('url', /^leads to 169\.254\.169\.254, which is closed/);
    await alerting.setChannel('broken', 'webhook', webhook.settings());
    await eventually('it arrives', () => expect(webhook.of(/^Warning: .*node-2/)).toHaveLength(1), TRIED_WITHIN_MS);
    expect(mail.taken).toEqual([]);
  });
});
