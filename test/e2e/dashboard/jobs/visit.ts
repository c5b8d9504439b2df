import type { Locator, Page } from 'playwright-core';
import type { Reporting } from '../../../support/reporting.js';

/** A browser at one process that makes reports and exports; all of it is there when the tests run. */
export interface JobsVisit {
  readonly page: Page;
  readonly reporting: Reporting;
  readonly url: string;
}

/** Hosts of which nothing else is known. */
export const HOSTS = ['web-1', 'web-2', 'web-3'];

/** Has the list of hosts exported in the background, from its page. */
export async function exportHosts({ page, url }: JobsVisit): Promise<void> {
  await page.goto(`${url}/hosts`);
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'CSV, in the background' }).click();
}

/** The newest of what is listed. */
export function newestJob({ page }: JobsVisit): Locator {
  return page.locator('main [data-job]').first();
}
