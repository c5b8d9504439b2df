import { afterAll, beforeAll, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { startAggregator } from '../support/aggregator.js';
import { startBrowser } from '../support/browser.js';
import type { TestDatabase } from '../support/database.js';
import { type SecuredNats, startSecuredNats } from '../support/nats-secured.js';
import { startPostgres } from '../support/postgres.js';
import { chromium, describeIf, natsServer } from '../support/requirements.js';
import { comeAndGo } from './dashboard/access/coming-and-going.js';
import { hasDialogs } from './dashboard/access/dialogs.js';
import { browserOf } from './dashboard/access/people.js';
import { eachRoleSeesItsPages } from './dashboard/access/roles.js';
import { setWhoMay } from './dashboard/access/settings.js';
import type { AccessVisit } from './dashboard/access/visit.js';
import { canBeRead } from './dashboard/looks.js';
import { seen } from './dashboard/visit.js';

describeIf([chromium, natsServer], 'who may do what, in a browser', () => {
  const visit = {} as { -readonly [Key in keyof AccessVisit]: AccessVisit[Key] };
  let nats: SecuredNats;
  let database: TestDatabase;

  beforeAll(async () => {
    [nats, database] = await Promise.all([startSecuredNats(), startPostgres()]);
    visit.databaseUrl = await database.createDatabase();
    visit.env = { ...nats.env, WEIR_DATABASE_URL: visit.databaseUrl, WEIR_LOCAL_SIGN_IN: 'false' };
    visit.aggregator = await startAggregator(visit.env);
    visit.browser = await startBrowser();
    visit.page = await browserOf(visit.browser);
    visit.nobody = await browserOf(visit.browser);
  });

  afterAll(async () => {
    await visit.browser?.close();
    await visit.aggregator?.stop();
    await Promise.all([nats?.stop(), database?.stop()]);
  });

  comeAndGo(visit);
  setWhoMay(visit);
  eachRoleSeesItsPages(visit);
  hasDialogs(visit);
  canBeRead(
    looks(visit, () => visit.page),
    {
      users: () => '/settings/users',
      tokens: () => '/settings/tokens?of=all',
      sessions: () => '/settings/sessions?of=all',
      account: () => '/settings/account',
      audit: () => '/settings/audit',
      enrolment: () => '/settings/enrolment',
    },
  );
  canBeRead(
    looks(visit, () => visit.nobody),
    {
      'sign-in': () => '/sign-in?to=/hosts',
      setup: () => '/setup#a-token',
    },
  );
});

/** As pages are looked at: each is the one that was opened. */
function looks(visit: AccessVisit, page: () => Page): Parameters<typeof canBeRead>[0] {
  let opened = '';
  return {
    get page() {
      return page();
    },
    open: async (path) => {
      opened = path.replace(/[?#].*/, '');
      await page().goto(visit.aggregator.url + path);
    },
    settled: () =>
      seen('the page has its answers', async () => {
        expect(new URL(page().url()).pathname).toBe(opened);
        expect(await page().locator('h1').count()).toBe(1);
        expect(await page().locator('main [aria-busy="true"]').count()).toBe(0);
      }),
  };
}
