import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { freePort } from '../../deploy/local/src/process/port.js';
import { type RunningAggregator, startAggregator } from '../support/aggregator.js';
import { faultsOfAccess } from '../support/axe.js';
import { startBrowser } from '../support/browser.js';
import { startNats } from '../support/nats.js';
import { OidcProvider } from '../support/oidc/provider.js';
import { startPostgres } from '../support/postgres.js';
import { chromium, describeIf, natsServer } from '../support/requirements.js';

describeIf([chromium, natsServer], 'signing in by OpenID Connect, in a browser', () => {
  let provider: OidcProvider;
  let aggregator: RunningAggregator;
  let browser: Browser;
  /** Of another site than the provider, as everywhere: the browser sends cookies along only where it may. */
  let weir: string;

  /** A page of a browser that nobody used, sent to the provider by the page of sign-in, where somebody says who it is. */
  const signedInBy = async (user: string): Promise<Page> => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${weir}/hosts`);
    await page.getByRole('link', { name: 'Sign in with Us' }).click();
    await page.getByText('Who are you?').waitFor();
    await page.goto(OidcProvider.answered(new URL(page.url()), user).href);
    return page;
  };

  beforeAll(async () => {
    const [nats, database, port] = await Promise.all([startNats(), startPostgres(), freePort()]);
    weir = `http://localhost:${port}`;
    provider = await OidcProvider.start(`${weir}/auth/oidc/callback`);
    provider.users.set('alice', { preferred_username: 'Alice', groups: ['ops'] });
    provider.users.set('bob', { preferred_username: 'Bob', groups: [] });
    aggregator = await startAggregator({
      ...{ WEIR_DATABASE_URL: database.url, WEIR_NATS_URL: nats.url, WEIR_HTTP_PORT: String(port), WEIR_ROLES: 'api' },
      ...{ WEIR_LOCAL_SIGN_IN: 'false', WEIR_PUBLIC_URL: weir, WEIR_OIDC_ISSUER: provider.issuer },
      ...{ WEIR_OIDC_CLIENT_ID: provider.clientId, WEIR_OIDC_CLIENT_SECRET: provider.clientSecret },
      ...{ WEIR_OIDC_NAME: 'Us', WEIR_OIDC_ROLES: 'ops=operator' },
    });
    browser = await startBrowser();
  });
  afterAll(() => aggregator?.stop());

  it('leads to the provider, and back to the page that was wanted', async () => {
    const page = await signedInBy('alice');
    await page.waitForURL(`${weir}/hosts`);
    await page.getByRole('heading', { name: 'Hosts' }).waitFor();
    const cookies = await page.context().cookies(weir);
    expect(cookies.filter(({ name }) => name.startsWith('weir'))).toEqual([
      expect.objectContaining({ name: 'weir-session', httpOnly: true, sameSite: 'Lax', path: '/' }),
    ]);
  });

  it('says to whom it may not let in what is the matter, on a page that can be read, and leads on', async () => {
    const page = await signedInBy('bob');
    await page.getByRole('heading', { name: 'You may not use this weir' }).waitFor();
    expect(await faultsOfAccess(page)).toEqual([]);
    await page.getByRole('link', { name: 'Other ways to sign in' }).click();
    await page.waitForURL(`${weir}/sign-in`);
    await page.getByRole('link', { name: 'Sign in with Us' }).waitFor();
  });
});
