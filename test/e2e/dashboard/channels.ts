import { expect, it } from '@jest/globals';
import { WebhookReceiver } from '../../support/webhook-receiver.js';
import { seen, type Visit } from './visit.js';

/** Channels, from a form to a message. */
export function setsChannels(visit: Visit): void {
  const main = () => visit.page.locator('main');
  const field = (name: string | RegExp) => main().getByLabel(name, { exact: true });
  const press = (name: string): Promise<void> => main().getByRole('button', { name, exact: true }).click();

  const alwaysFires = (): Promise<unknown> =>
    visit.stack
      .graphql(`mutation { saveAlertRule(rule: { id: "always", name: "Always", per: HOST, groupBy: SUBJECT, channels: ["browser"],
      scope: { host: { eq: "full-1.simulated" } }, threshold: { figure: "cpuPercent", above: 0 }, message: "Always" })
      { refusals { field reason } } }`);

  it('sets up a channel: what is wrong stands at its field, what is secret never comes back', async () => {
    const receiver = await WebhookReceiver.start();
    const { url, secret } = receiver.settings() as { url: string; secret: string };
    await visit.open('/alerts/channels');
    await press('Add a channel');
    await field('Kind').selectOption({ label: 'Webhook, signed' });
    await field('Name').fill('browser');
    await field(/address/i).fill('http://169.254.169.254/latest');
    await field(/secret/i).fill(secret);
    await press('Send a test message');
    const wrong = main().locator('.form-field.wrong');
    await seen('the address is refused at its field', async () => {
      expect(await wrong.count()).toBe(1);
      expect(await wrong.innerText()).toMatch(/169\.254\.169\.254/);
    });
    await field(/address/i).fill(url);
    await press('Send a test message');
    await seen('it arrives', async () => expect(await main().innerText()).toContain('It arrived'));
    expect(receiver.taken).toHaveLength(1);
    await press('Save');
    const row = main().locator('[data-row="browser"]');
    await row.waitFor();
    await row.getByRole('button', { name: 'Change browser' }).click();
    const kept = field(/secret/i);
    await kept.waitFor();
    expect([await kept.inputValue(), await kept.getAttribute('placeholder')]).toEqual(['', 'set; type to replace it']);
    await press('Save');
    await row.getByRole('button', { name: 'Test browser' }).click();
    await seen('the secret is still there', () => expect(receiver.taken).toHaveLength(2));
    expect(receiver.refused).toEqual([]);
    await alwaysFires();
    const log = main().locator('section', { hasText: 'of the last 30 days' });
    await seen('its message is in the log', async () =>
      expect(await log.innerText()).toMatch(/Always.*\n.*to browser.*Sent/s),
    );
    expect(receiver.taken.length).toBeGreaterThan(2);
    await visit.stack.graphql('mutation { deleteAlertRule(id: "always") }');
    expect(await visit.page.content()).not.toContain(secret.slice('whsec_'.length));
  });
}
