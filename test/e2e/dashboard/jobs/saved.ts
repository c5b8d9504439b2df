import { expect, it } from '@jest/globals';
import { freePort } from '../../../../deploy/local/src/process/port.js';
import { WebhookReceiver } from '../../../support/webhook-receiver.js';
import { seen } from '../visit.js';
import { type JobsVisit, newestJob } from './visit.js';

const SAVE = `mutation ($input: SavedReportInput!) { saveReport(input: $input) { report { id } refusals { field reason } } }`;
const SCHEDULE = { cron: null, timeZone: 'UTC', formats: ['CSV'] };

interface Saved {
  readonly saveReport: { readonly report: { readonly id: string } | null; readonly refusals: readonly object[] };
}

/** What came of a saved report each time. */
export function tellsWhatCameOfReports(visit: JobsVisit): void {
  const save = async (name: string, input: object, channels: readonly string[]): Promise<string> => {
    const form = { name, input: { range: 'LAST_DAY', ...input }, schedule: { ...SCHEDULE, channels } };
    const { report, refusals } = (await visit.reporting.ask<Saved>(SAVE, { input: form })).saveReport;
    if (!report) throw new Error(JSON.stringify(refusals));
    return report.id;
  };
  const make = async (id: string): Promise<void> => {
    await visit.page.goto(`${visit.url}/reports/${id}`);
    await visit.page.getByRole('button', { name: 'Make it now' }).click();
  };
  const words = (): Promise<string> => newestJob(visit).innerText();

  it('says to whom a report was sent, to whom it was not, and why', async () => {
    const receiver = await WebhookReceiver.start();
    const gone = `http://127.0.0.1:${await freePort()}/weir`;
    await visit.reporting.setChannel('program', 'webhook', receiver.settings());
    await visit.reporting.setChannel('gone', 'webhook', { ...receiver.settings(), url: gone });
    await make(await save('Sent', { kind: 'FLEET' }, ['program', 'gone']));
    await seen('both are told', async () => {
      const told = await words();
      expect(told).toMatch(/Done at[^]*To program: Sent .* ago/);
      expect(told).toMatch(/To gone: Failed .*, tried again .*: url refuses connections: nothing listens at that port/);
    });
    expect(receiver.taken).toHaveLength(1);
  });

  it('says why a report cannot be made', async () => {
    const { reporting } = visit;
    const [host] = (
      await reporting.pool.query<{ id: string }>(
        `INSERT INTO host (id, name, first_seen, last_seen) VALUES (gen_random_uuid(), 'soon-gone', now(), now()) RETURNING id`,
      )
    ).rows;
    const id = await save('Of one that is gone', { kind: 'HOST', host: host?.id }, []);
    await reporting.pool.query('DELETE FROM host WHERE id = $1', [host?.id]);
    await make(id);
    await seen('it says so', async () =>
      expect(await words()).toMatch(/Failed at \d{4}[^]*, and is not tried again[^]*host: is /),
    );
  });
}
