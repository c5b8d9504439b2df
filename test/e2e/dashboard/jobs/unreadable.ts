import { expect, it } from '@jest/globals';
import { faultsOfAccess } from '../../../support/axe.js';
import { seen } from '../visit.js';
import { type JobsVisit, newestJob } from './visit.js';

const NAME = 'Of a newer version';
const SAVE = `mutation { saveReport(input: { name: "${NAME}", input: { kind: FLEET, range: LAST_DAY },
  schedule: { cron: "0 6 * * *", timeZone: "UTC", formats: [CSV], channels: [] } }) { report { id } } }`;
/** As a version could have written it that knows more kinds and zones. */
const BREAK = `UPDATE report SET definition = definition || '{"kind": "carbon"}', schedule = schedule || '{"timeZone": "Europe/Atlantis"}'
  WHERE id = $1`;
const FAULT =
  /It cannot be made: input\.kind must be one of fleet, host, .*; schedule\.timeZone is no time zone that is known here.* Change it, or delete it\.$/m;

/** A saved report that this version cannot read: it says what is wrong at which field, and is mended by being saved again. */
export function mendsReports(visit: JobsVisit): void {
  const main = () => visit.page.locator('main');
  const dialog = () => visit.page.getByRole('dialog');
  const make = () => main().getByRole('button', { name: 'Make it now' });
  const row = () => main().locator(`[data-row="${NAME}"]`);

  it('says in the list what is wrong with a report that cannot be read, and not when it would be made', async () => {
    const { saveReport } = await visit.reporting.ask<{ saveReport: { report: { id: string } } }>(SAVE);
    await visit.reporting.pool.query(BREAK, [saveReport.report.id]);
    await visit.page.goto(`${visit.url}/reports`);
    await seen('it is told', async () => expect(await row().innerText()).toMatch(FAULT));
    expect(await row().innerText()).not.toMatch(/Made|next at/);
    expect(await faultsOfAccess(visit.page, 'main')).toEqual([]);
  });

  it('says so on its page, where it cannot be made, and at the fields of its form', async () => {
    await row().getByRole('link', { name: NAME }).click();
    await seen('it is told', async () => expect(await main().getByRole('alert').innerText()).toMatch(FAULT));
    expect(await make().isDisabled()).toBe(true);
    await main().getByRole('button', { name: 'Change' }).click();
    await seen('the fields are told', async () => {
      const text = await dialog().innerText();
      expect(text).toMatch(/About must be one of fleet, host/);
      expect(text).toMatch(/By the clocks of is no time zone that is known here/);
    });
    expect(await faultsOfAccess(visit.page)).toEqual([]);
  });

  it('is made again once it is saved with what was wrong changed', async () => {
    await dialog().getByLabel('About').selectOption('CHANGES');
    await dialog().getByLabel('By the clocks of').last().fill('Europe/Berlin');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await seen('nothing is wrong with it any more', async () => {
      expect(await main().getByRole('alert').count()).toBe(0);
      expect(await main().innerText()).toMatch(
        /Changes, yesterday, made daily at 06:00, by the clocks of Europe\/Berlin/,
      );
    });
    await make().click();
    await seen('it is made', async () => expect(await newestJob(visit).innerText()).toMatch(/Done at/), 60_000);
  });
}
