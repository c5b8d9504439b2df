import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { faultsOfAccess } from '../../support/axe.js';
import { canBeRead } from './looks.js';
import { seen, type Visit } from './visit.js';

const NAME = 'Traffic of the week';

/** A report, from its form to its file. */
export function reports(visit: Visit): void {
  const main = () => visit.page.locator('main');
  const dialog = () => visit.page.getByRole('dialog');
  let saved = '';
  const range = () => main().getByLabel('Range', { exact: true });

  it('asks for a report, and says at its field what is missing', async () => {
    await visit.open('/reports');
    await main().getByLabel('About').selectOption('CUSTOM');
    await main().getByRole('button', { name: 'Show the report' }).click();
    await seen('the field is told', async () => expect(await main().innerText()).toMatch(/Sections must be one/));
    expect(await faultsOfAccess(visit.page)).toEqual([]);
  });

  it('shows a report: figures, charts and tables, and the same as PDF', async () => {
    await main().getByLabel('About').selectOption('FLEET');
    await range().selectOption('LAST_24_HOURS');
    await main().getByRole('button', { name: 'Show the report' }).click();
    await seen('it is shown', async () => {
      expect(visit.address().pathname).toBe('/reports/show');
      const text = await main().innerText();
      expect(text).toMatch(/Received[^]*Hosts by traffic[^]*Coverage/);
      expect(text).not.toMatch(/undefined|NaN|\[object/);
    });
    expect(await main().locator('.line-chart, .bar-chart').count()).toBeGreaterThan(1);
    expect(await faultsOfAccess(visit.page)).toEqual([]);
    const heading = main().getByRole('columnheader', { name: 'Sort by Host' }).first();
    await heading.getByRole('button').focus();
    for (const direction of ['ascending', 'descending']) {
      await visit.page.keyboard.press('Enter');
      expect(await heading.getAttribute('aria-sort')).toBe(direction);
    }
    expect(await faultsOfAccess(visit.page)).toEqual([]);
    const contents = main().getByRole('navigation', { name: 'Contents of the report' });
    await contents.getByRole('link', { name: 'Coverage' }).click();
    await seen('its contents lead there', async () => {
      const box = await main().getByRole('heading', { name: 'Coverage' }).boundingBox();
      expect(box?.y).toBeLessThan(900);
    });
    const [file] = await Promise.all([
      visit.page.waitForEvent('download'),
      main().getByRole('link', { name: 'PDF' }).click(),
    ]);
    expect(
      readFileSync(await file.path())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
  });

  it('leads back to the form, which is as it was asked for', async () => {
    await main().getByRole('link', { name: 'Change the report' }).click();
    await seen('the form is there', async () => expect(await range().inputValue()).toBe('LAST_24_HOURS'));
  });

  it('saves a report that is made each week, and says at its field what is wrong', async () => {
    await main().getByRole('button', { name: 'New saved report' }).click();
    await dialog().getByLabel('Range', { exact: true }).selectOption('LAST_HOUR');
    await dialog().getByLabel('Made', { exact: true }).selectOption('WEEKLY');
    await dialog().getByLabel('CSV').check();
    await dialog().getByRole('button', { name: 'Save the report' }).click();
    await seen('the field is told', async () => expect(await dialog().innerText()).toMatch(/Name must/));
    expect(await faultsOfAccess(visit.page)).toEqual([]);
    await dialog().getByLabel('Name', { exact: true }).fill(NAME);
    await dialog().getByRole('button', { name: 'Save the report' }).click();
    await seen('it is listed', async () =>
      expect(await main().locator('[data-row]', { hasText: NAME }).innerText()).toMatch(
        /Fleet, the last hour[^]*each Monday at 06:00[^]*next at \d{4}[^]*never made/,
      ),
    );
  });

  it('makes it now, and has its files', async () => {
    await main().getByRole('link', { name: NAME }).click();
    await main().getByRole('button', { name: 'Make it now' }).click();
    await seen('it is done', async () => expect(await main().innerText()).toMatch(/Done at[^]*asked for by/), 60_000);
    expect(await faultsOfAccess(visit.page)).toEqual([]);
    const [file] = await Promise.all([
      visit.page.waitForEvent('download'),
      main().getByRole('link', { name: /\.pdf/ }).click(),
    ]);
    expect(
      readFileSync(await file.path())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    saved = visit.address().pathname;
  });

  canBeRead(visit, { 'saved-report': () => saved });

  it('deletes it', async () => {
    await visit.open(saved);
    await main().getByRole('button', { name: 'Delete' }).click();
    await dialog().getByRole('button', { name: 'Delete the report' }).click();
    await seen('it is gone', async () => {
      expect(visit.address().pathname).toBe('/reports');
      expect(await main().innerText()).toContain('There is no saved report');
    });
  });
}
