import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';

/** A name that would run a script in a page that made HTML of it. */
export const HOSTILE = '<img src=x onerror="window.hacked=true">';
export const PASSWORD = 'a river, and a weir';

/** The users that the tests make, by their roles. */
export const PEOPLE = { VIEWER: 'viv', OPERATOR: 'otto', ADMIN: 'ann' } as const;
export type Role = keyof typeof PEOPLE;
/** An operator who sees some hosts alone, none of those that are there. */
export const OPERATOR_OF_SOME = 'sam';

/** A browser of somebody's own: cookies of one are not those of another. */
export async function browserOf(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'dark' });
  context.setDefaultTimeout(15_000);
  return context.newPage();
}

/** The same, of somebody who is signed in. */
export async function browserOfUser(browser: Browser, url: string, name: string): Promise<Page> {
  const page = await browserOf(browser);
  await signIn(page.context(), url, name);
  return page;
}

async function signIn(context: BrowserContext, url: string, name: string, triesLeft = 5): Promise<void> {
  const answer = await context.request.post(`${url}/auth/sign-in`, { data: { name, password: PASSWORD } });
  if (answer.status() === 204) return;
  if (answer.status() !== 429 || triesLeft === 0)
    throw new Error(`${name} was not signed in: ${answer.status()} ${await answer.text()}`);
  // All come from one address, which may try only so often.
  await sleep(Number(answer.headers()['retry-after'] ?? 1) * 1_000);
  return signIn(context, url, name, triesLeft - 1);
}

/** What the API refused a page for who is there, a line a refusal; and what its scripts threw. */
export function refusalsTo(page: Page): readonly string[] {
  const found: string[] = [];
  page.on('pageerror', (error) => found.push(error.message));
  page.on('response', (response) => {
    const path = new URL(response.url()).pathname;
    if ([401, 403].includes(response.status())) found.push(`${path} answered ${response.status()}`);
    if (path !== '/graphql') return;
    response.text().then(
      (text) => /"code":"(UNAUTHENTICATED|FORBIDDEN)"/.test(text) && found.push(`${path} answered ${text}`),
      // It was left before all of its answer was there.
      () => undefined,
    );
  });
  return found;
}
