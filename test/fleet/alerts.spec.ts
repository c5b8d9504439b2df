import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Alerting, startAlerting } from '../support/alerting.js';
import { eventually } from '../support/eventually.js';
import { type Lab, startLab } from '../support/fleet/lab.js';
import { MailServer } from '../support/mail-server.js';
import { describeIf, fleet } from '../support/requirements.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const TOLD_WITHIN_MS = 90_000;
/** Whatever would come twice would have come by then. */
const QUIET_MS = 10_000;
const CUT = 2;

describeIf(fleet, 'an outage of a real Docker host', () => {
  let lab: Lab;
  let alerting: Alerting;
  let mail: MailServer;
  let webhook: WebhookReceiver;

  /** The port of the switch that the host is plugged into. */
  const port = (state: 'up' | 'down'): void =>
    void execFileSync('ip', ['link', 'set', 'dev', `${lab.wire.bridge}-${CUT}`, state]);
  const told = (): string[][] => [mail.taken.map(({ subject }) => subject), webhook.taken.map(({ title }) => title)];
  const isTold = (count: number): Promise<void> =>
    eventually('it is told', () => expect(told().map(({ length }) => length)).toEqual([count, count]), TOLD_WITHIN_MS);

  beforeAll(async () => {
    lab = await startLab(2);
    [alerting, mail, webhook] = [
      await startAlerting(lab.nats),
      await MailServer.start(),
      await WebhookReceiver.start(),
    ];
    await alerting.setRules([
      { id: 'host-silent', severity: 'critical', per: 'host', absence: { afterSeconds: 10 } },
      // On a host that is away nothing else is worth a message.
      { id: 'link', per: 'interface', scope: { uplink: true }, absence: { afterSeconds: 10 } },
    ]);
    await alerting.setChannel('mail', 'email', mail.settings());
    await alerting.setChannel('program', 'webhook', webhook.settings());
    await alerting.watches(4);
  }, 240_000);

  afterAll(() => alerting?.end());

  it('is one mail and one call, and its end one more, with the owner killed in between', async () => {
    const { name } = lab.hosts[CUT - 1] ?? { name: '' };
    port('down');
    await isTold(1);
    await alerting.owner().kill();
    await sleep(QUIET_MS);
    port('up');
    await isTold(2);
    await sleep(QUIET_MS);
    const titles = [/^Critical: .* has sent nothing for \d+ s$/, /^Over: .* has sent nothing for/];
    const expected = titles.map((title) => expect.stringMatching(title));
    expect(told()).toEqual([expected, expected]);
    for (const title of told().flat()) expect(title).toContain(name);
  });
});
