import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { startBrowser } from '../support/browser.js';
import { startReporting } from '../support/reporting.js';
import { chromium, describeIf, natsServer } from '../support/requirements.js';
import { exportsInTheBackground } from './dashboard/jobs/exports.js';
import { triesReportsAgain } from './dashboard/jobs/on-screen.js';
import { tellsWhatCameOfReports } from './dashboard/jobs/saved.js';
import { mendsReports } from './dashboard/jobs/unreadable.js';
import { HOSTS, type JobsVisit } from './dashboard/jobs/visit.js';

// At a process and a database of its own, where what is written can be held up, or refused.
describeIf([chromium, natsServer], 'what is made in the background, in a browser', () => {
  const visit = {} as { -readonly [Key in keyof JobsVisit]: JobsVisit[Key] };
  const faults: string[] = [];
  let browser: Browser;

  beforeAll(async () => {
    visit.reporting = await startReporting(1);
    visit.url = visit.reporting.replicas[0]?.url ?? '';
    await visit.reporting.pool.query(
      `INSERT INTO host (id, name, first_seen, last_seen) SELECT gen_random_uuid(), name, now(), now() FROM unnest($1::text[]) AS name`,
      [HOSTS],
    );
    browser = await startBrowser();
    visit.page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    visit.page.on('pageerror', (error) => faults.push(error.message));
  });

  afterAll(async () => {
    await browser?.close();
    await visit.reporting?.end();
  });

  exportsInTheBackground(visit);
  tellsWhatCameOfReports(visit);
  mendsReports(visit);
  triesReportsAgain(visit);

  it('breaks nothing meanwhile', () => expect(faults).toEqual([]));
});
