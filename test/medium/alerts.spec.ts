import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { endSilence, writeSilence } from '../../apps/aggregator/src/store/alerts/quiet.js';
import { askToAcknowledge } from '../../apps/aggregator/src/store/alerts/requests.js';
import { type Alerting, holderOf, startAlerting } from '../support/alerting.js';
import { eventually } from '../support/eventually.js';
import { type HeardHost, heardHosts } from '../support/heard-hosts.js';
import { MailServer } from '../support/mail-server.js';
import { describeIf, natsServer } from '../support/requirements.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

/** A host is missed after 10 s, a hand-over takes as long, and after it each host has 30 s to be heard. */
const MISSED_WITHIN_MS = 60_000;
/** Whatever would come twice would have come by then. */
const QUIET_MS = 8_000;

const RULES = [
  { id: 'host-silent', severity: 'critical', per: 'host', absence: { afterSeconds: 10 } },
  { id: 'busy', per: 'host', threshold: { figure: 'rxBytesPerSecond', above: 50_000 } },
];

describeIf(natsServer, 'alerts of two replicas', () => {
  let alerting: Alerting;
  let mail: MailServer;
  let webhook: WebhookReceiver;
  let hosts: HeardHost[];

  const host = (place: number): HeardHost => hosts[place] as HeardHost;
  const told = (title: RegExp): string[] => [
    ...mail.of(title).map(({ subject }) => `mail ${subject}`),
    ...webhook.of(title).map(({ title: line }) => `call ${line}`),
  ];
  const isTold = (title: RegExp, withinMs = MISSED_WITHIN_MS): Promise<void> =>
    eventually(
      `${title} is told`,
      () => {
        expect(new Set([...mail.of(title), ...webhook.of(title)].map(({ id }) => id)).size).toBe(2);
      },
      withinMs,
    );
  /** One mail and one call of each of these, in this order. */
  const once = (...titles: readonly string[]): unknown[] =>
    ['mail', 'call'].flatMap((by) => titles.map((title) => expect.stringMatching(new RegExp(`^${by} ${title}`))));
  const restartAll = async (): Promise<void> => {
    for (const replica of alerting.replicas) if (!replica.running()) await replica.restart();
  };
  const states = async (): Promise<unknown[]> =>
    (await alerting.pool.query('SELECT state, acknowledged FROM alert ORDER BY since')).rows;

  beforeAll(async () => {
    [alerting, mail, webhook] = [await startAlerting(), await MailServer.start(), await WebhookReceiver.start()];
    hosts = await heardHosts(alerting.connection, ['web-1', 'web-2', 'web-3', 'web-4']);
    await alerting.setRules(RULES);
    await alerting.setChannel('mail', 'email', mail.settings());
    await alerting.setChannel('program', 'webhook', webhook.settings());
    await alerting.watches(8);
  });

  beforeEach(() => {
    mail.taken.splice(0);
    webhook.taken.splice(0);
  });

  afterAll(() => alerting.end());

  it('tell an outage once by each channel, and its end once, with the owner killed in between', async () => {
    host(2).isAway = true;
    await isTold(/web-3/);
    await alerting.owner().kill();
    await sleep(QUIET_MS);
    expect(told(/web-3/)).toEqual(once('Critical: web-3 has sent nothing for 1[0-9] s'));
    expect(mail.of(/web-3/)[0]?.isEncrypted).toBe(true);
    host(2).isAway = false;
    await isTold(/^Over: web-3/);
    await sleep(QUIET_MS);
    expect(told(/web-3/)).toEqual(once('Critical: web-3', 'Over: web-3'));
    await restartAll();
  });

  it('tell an outage during which the owner was killed before it was told', async () => {
    host(1).isAway = true;
    await sleep(6_000);
    await alerting.owner().kill();
    await isTold(/^Critical: web-2/);
    await restartAll();
    host(1).isAway = false;
    await isTold(/^Over: web-2/);
    await sleep(QUIET_MS);
    expect(told(/web-2/)).toHaveLength(4);
  });

  it('send a message that a killed process had only begun to send, once', async () => {
    mail.holds = 'greeting';
    host(0).rxBytesPerSecond = 100_000;
    const port = await eventually('the server is asked', () => mail.held ?? Promise.reject(new Error('not yet')));
    await holderOf(alerting.replicas, port).kill();
    [mail.holds, mail.held] = [null, null];
    await isTold(/^Warning: .*web-1/);
    await restartAll();
    host(0).rxBytesPerSecond = 1_000;
    await isTold(/^Over: .*web-1/);
    await sleep(QUIET_MS);
    expect(told(/web-1/)).toHaveLength(4);
  });

  it('send a message whose taking a killed process was not told of again, under the same id', async () => {
    [mail.holds, webhook.holds] = ['answer', true];
    host(0).rxBytesPerSecond = 100_000;
    await isTold(/^Warning: .*web-1/);
    const port = await eventually('the server has it', () => mail.held ?? Promise.reject(new Error('not yet')));
    await holderOf(alerting.replicas, port).kill();
    [mail.holds, mail.held, webhook.holds] = [null, null, false];
    await eventually('it is sent again', () => expect(mail.of(/^Warning: .*web-1/)).toHaveLength(2), 60_000);
    await restartAll();
    host(0).rxBytesPerSecond = 1_000;
    await isTold(/^Over: .*web-1/);
    await sleep(QUIET_MS);
    expect(new Set(mail.of(/^Warning/).map(({ id }) => id)).size).toBe(1);
    expect(mail.of(/^Warning/)).toHaveLength(2);
    expect(new Set(webhook.of(/^Warning/).map(({ id }) => id)).size).toBe(1);
    expect(mail.of(/^Over/)).toHaveLength(1);
    expect(webhook.refused).toEqual([]);
  });

  it('are quiet while a silence means them, and told when it ends', async () => {
    const [fromMs, untilMs] = [Date.now() - 1_000, Date.now() + 3_600_000];
    const given = { id: randomUUID(), rules: ['busy'], scope: { host: { eq: 'web-2' } }, by: 'Ada', comment: 'a test' };
    await writeSilence(alerting.pool, { id: given.id, given: { ...given, fromMs, untilMs }, fromMs, untilMs });
    alerting.tell();
    host(0).rxBytesPerSecond = 100_000;
    host(1).rxBytesPerSecond = 100_000;
    await isTold(/^Warning: .*web-1/);
    await sleep(QUIET_MS);
    expect(told(/web-2/)).toEqual([]);
    await endSilence(alerting.pool, given.id);
    alerting.tell();
    await isTold(/^Warning: .*web-2/);
    host(0).rxBytesPerSecond = 1_000;
    host(1).rxBytesPerSecond = 1_000;
    await isTold(/^Over: .*web-2/);
  });

  it('keep who takes care of them over a restart', async () => {
    host(3).rxBytesPerSecond = 100_000;
    await isTold(/^Warning: .*web-4/);
    const { rows } = await alerting.pool.query<{ id: string }>(`SELECT id FROM alert WHERE state = 'firing'`);
    await askToAcknowledge(alerting.pool, { alertIds: rows.map(({ id }) => id), by: 'Ada', note: 'a backup' });
    alerting.tell();
    const acknowledged = { state: 'acknowledged', acknowledged: { by: 'Ada', note: 'a backup' } };
    await eventually('it is noted', async () => expect((await states()).at(-1)).toMatchObject(acknowledged));
    for (const replica of alerting.replicas) await replica.restart();
    await alerting.watches(8);
    expect((await states()).at(-1)).toMatchObject(acknowledged);
    host(3).rxBytesPerSecond = 1_000;
    await isTold(/^Over: .*web-4/);
    expect(told(/web-4/)).toHaveLength(4);
  });
});
