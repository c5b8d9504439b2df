import { expect, it } from '@jest/globals';
import { startAggregator } from '../../../support/aggregator.js';
import { browserOf, browserOfUser, PASSWORD, PEOPLE } from './people.js';
import { type AccessVisit, waysOf } from './visit.js';

/** Set-up, sign-in and sign-out, and what happens to whoever is signed out meanwhile. */
export function comeAndGo(visit: AccessVisit): void {
  const newAccount = { Password: PASSWORD, 'Password again': PASSWORD };

  it('is set up by the link that the log has, once', async () => {
    const { page, aggregator, browser } = visit;
    const [link] = await aggregator.waitForLog(/http[^\s"]+\/setup#[\w-]+/);
    const address = aggregator.url + link.slice(new URL(link).origin.length);
    await page.goto(address);
    await waysOf(page).at('/setup');
    await waysOf(page).fill({ Name: PEOPLE.ADMIN, ...newAccount });
    await waysOf(page).button('Make the account').click();
    await waysOf(page).shown('Overview');
    const other = await browserOf(browser);
    await other.goto(address);
    await waysOf(other).fill({ Name: 'eve', ...newAccount });
    await waysOf(other).button('Make the account').click();
    await waysOf(other).shown('is of no link that holds');
    await other.context().close();
  });

  it('tells who is signed in, signs out, and leads back to where one came from', async () => {
    const { page, aggregator } = visit;
    const { button, shown, signIn, at, atSignInFor } = waysOf(page);
    await button('Menu').click();
    expect(await page.getByRole('menu').innerText()).toMatch(/ann\s+admin/);
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await at('/sign-in');
    await page.goto(`${aggregator.url}/hosts?range=1h`);
    await atSignInFor('/hosts?range=1h');
    await signIn('nobody', 'and no password of anybody');
    await shown('The name or the password is wrong');
    await signIn(PEOPLE.ADMIN);
    await at('/hosts?range=1h');
    await shown('Hosts');
  });

  it('leads whoever is signed out elsewhere to sign-in within seconds, without being touched', async () => {
    const { page, aggregator, browser } = visit;
    const other = await browserOfUser(browser, aggregator.url, PEOPLE.ADMIN);
    await other.goto(`${aggregator.url}/gallery`);
    await waysOf(other).shown('Components');
    await page.goto(`${aggregator.url}/settings/sessions`);
    await page.locator('main li').filter({ hasNotText: 'this one' }).getByRole('button').click();
    await waysOf(page).button('End it').click();
    await waysOf(other).atSignInFor('/gallery');
    await waysOf(other).signIn(PEOPLE.ADMIN);
    await waysOf(other).at('/gallery');
    await other.context().close();
  });

  it('lets everybody look where that was asked for, and offers to sign in', async () => {
    const open = { ...visit.env, WEIR_DATABASE_URL: visit.databaseUrl, WEIR_ANONYMOUS_READ: 'true' };
    const aggregator = await startAggregator({ ...open, WEIR_ROLES: 'api' });
    const other = await browserOf(visit.browser);
    const { shown, signIn, at, atSignInFor } = waysOf(other);
    await other.goto(`${aggregator.url}/alerts/silences`);
    await shown('Silencing alerts needs the role operator: sign in');
    expect(await other.getByRole('button', { name: 'New silence' }).count()).toBe(0);
    await other.locator('header').getByRole('link', { name: 'Sign in' }).click();
    await atSignInFor('/alerts/silences');
    await signIn(PEOPLE.ADMIN);
    await at('/alerts/silences');
    await other.getByRole('button', { name: 'New silence' }).waitFor();
    await other.context().close();
    await aggregator.stop();
  });
}
