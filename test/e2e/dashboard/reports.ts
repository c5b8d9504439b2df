import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { faultsOfAccess } from '../../support/axe.js';
import { seen, type Visit } from './visit.js';

/** A report, from its form to its file. */
export function reports(visit: Visit): void {
  const main = () => visit.page.locator('main');

  it('asks for a report, and says at its field what is missing', async () => {
    await visit.open('/reports');
    await main().getByLabel('About').selectOption('CUSTOM');
    await main().getByRole('button', { name: 'Show the report' }).click();
    await seen('the field is told', async () => expect(await main().innerText()).toMatch(/Sections must be one/));
    expect(await faultsOfAccess(visit.page)).toEqual([]);
  });

  it('shows a report: figures, charts and tables, and the same as PDF', async () => {
    await main().getByLabel('About').selectOption('FLEET');
    await main().getByLabel('Range').selectOption('LAST_24_HOURS');
    await main().getByRole('button', { name: 'Show the report' }).click();
    await seen('it is shown', async () => {
      expect(visit.address().pathname).toBe('/reports/show');
      const text = await main().innerText();
      expect(text).toMatch(/Received[^]*Hosts by traffic[^]*Coverage/);
      expect(text).not.toMatch(/undefined|NaN|\[object/);
    });
    expect(await main().locator('.line-chart, .bar-chart').count()).toBeGreaterThan(1);
    expect(await faultsOfAccess(visit.page)).toEqual([]);
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
    await seen('the form is there', async () =>
      expect(await main().getByLabel('Range').inputValue()).toBe('LAST_24_HOURS'),
    );
  });
}
