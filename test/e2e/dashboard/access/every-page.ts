import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Address, ALL_ADDRESSES } from '../../../../apps/dashboard/src/composables/addresses.js';
import { seen } from '../visit.js';
import { refusalsTo, type Role } from './people.js';

const RANK: readonly Role[] = ['VIEWER', 'OPERATOR', 'ADMIN'];
/**
 * What everybody may do who is shown it, by the words on its button: look otherwise, take along what is seen, what is one's own. What is
 * new is marked by what it needs (MayDo), or written here.
 */
const EVERYBODYS = new RegExp(
  `^(${[
    String.raw`Table|CSV|PNG|Marks \d+|Export|Columns|CPU|Memory|All kinds|Before and after .*|Cancel`,
    String.raw`Deploys|Changes|Alerts|Patterns|Notes|\d+ (min|h|d|years?)`,
    String.raw`Show (all|more|trend|earlier ones|those that are (not )?over)`,
    String.raw`PDF|JSON|Show the report|Make its files|Change the report|Try again`,
    String.raw`Work it out|Leave out a time of the week|Count it again`,
    String.raw`Make a token|Revoke .*|End .*|Change the password`,
  ].join('|')})$`,
);
/** It shows whatever a page may have. */
const OF_NOTHING = ['gallery'];

const WITHIN_MS = 60_000;

/** What somebody may do. */
export interface May {
  readonly role: Role;
  /** Whether it is somebody who sees some hosts alone. */
  readonly isOfSome?: boolean;
}

/** What stands for the parts of an address. */
export type Parts = Readonly<Record<string, string>>;

/** Every page of the router, with its address: a new one is among them by itself. */
export function everyPage(parts: Parts): (Address & { readonly name: string })[] {
  return ALL_ADDRESSES.map(([name, address]) => ({ ...address, name, path: pathOf(name, address.path, parts) }));
}

function pathOf(name: string, pattern: string, parts: Parts): string {
  if (name === 'missing') return '/there/is/no/such/page';
  const path = pattern.replace(/:(\w+)(\([^)]*\))?/g, (_all, part: string) => {
    const value = parts[`${name}.${part}`] ?? parts[part];
    if (value === undefined) throw new Error(`nothing stands for ${part} of ${name}`);
    return encodeURIComponent(value);
  });
  return path;
}

/** Goes to every page as somebody of a role: it is shown, or says which role it needs; nothing that it asks is refused, and nothing is offered that would be. */
export async function looksAtEveryPage(page: Page, url: string, may: May, parts: Parts): Promise<string[]> {
  const refusals = refusalsTo(page);
  const found: string[] = [];
  // Four of them share the cores.
  page.setDefaultTimeout(WITHIN_MS);
  await page.goto(`${url}/settings/account`);
  await page.locator('main h1').waitFor();
  for (const { name, path, needs, isOpen } of everyPage(parts)) {
    if (isOpen) continue;
    await goTo(page, path);
    const isMine = !needs || RANK.indexOf(may.role) >= RANK.indexOf(needs);
    const title = await page.locator('main h1').innerText();
    if ((title === 'Not for your role') === isMine)
      found.push(`${name} is ${isMine ? 'kept from' : 'shown to'} ${may.role}`);
    found.push(
      ...(await offeredAmiss(page, may, needs !== undefined || OF_NOTHING.includes(name))).map(
        (words) => `${name} offers ${words}`,
      ),
    );
  }
  return [...found, ...refusals];
}

async function goTo(page: Page, path: string): Promise<void> {
  // A page that is left takes its heading along.
  await page.evaluate(`document.querySelector('main h1').dataset.left = ''`);
  await page.evaluate(goingTo(path));
  await seen(
    `${path} is there`,
    async () => {
      expect(await page.locator('main h1:not([data-left])').count()).toBe(1);
      // The gallery shows what waits, too.
      if (path !== '/gallery') expect(await page.locator('main [aria-busy="true"]').count()).toBe(0);
    },
    WITHIN_MS,
  );
}

/** Something that can be pressed. */
interface Control {
  readonly words: string;
  /** What MayDo says that it needs; null = nothing. */
  readonly needs: Role | null;
  readonly isOfFleet: boolean;
}

/** Heads of tables and of legends, which sort and single out, are left out. */
const CONTROLS = `Array.from(
  document.querySelectorAll('main :is(button, a.button, [data-needs]:is(input, select)):not([disabled], th *, [role=columnheader] *)'),
  (each) => ({
    words: (each.innerText || each.getAttribute('aria-label') || '').replace(/\\s+/g, ' ').trim(),
    needs: each.closest('[data-needs]')?.dataset.needs ?? null,
    isOfFleet: each.closest('[data-of-fleet]') !== null,
  }),
)`;

/** What is there for who may not do it; and what nobody thought of, where the page is not as a whole for who may. */
async function offeredAmiss(page: Page, { role, isOfSome = false }: May, isGuarded: boolean): Promise<string[]> {
  return (await page.evaluate<Control[]>(CONTROLS)).flatMap(({ words, needs, isOfFleet }) => {
    if (needs === null) return isGuarded || EVERYBODYS.test(words) ? [] : [`${words}, which is marked by nothing`];
    const mayNot = RANK.indexOf(role) < RANK.indexOf(needs) || (isOfSome && (isOfFleet || needs === 'ADMIN'));
    return mayNot ? [`${words}, which needs ${needs}`] : [];
  });
}

/** Goes to every page as nobody: each leads to sign-in and knows the way back, and none asks for anything. */
export async function isLedToSignIn(page: Page, url: string, parts: Parts): Promise<string[]> {
  const found: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (/^\/(graphql|api)/.test(pathname)) found.push(`${page.url()} asks ${pathname}`);
  });
  await page.goto(`${url}/hosts?range=1h`);
  for (const { name, path, isOpen } of everyPage(parts)) {
    await page.locator('h1').waitFor();
    await page.evaluate(goingTo(path));
    const isRight = ({ pathname, searchParams }: URL): boolean =>
      isOpen ? pathname === path : pathname === '/sign-in' && (searchParams.get('to') ?? '/') === path;
    await page.waitForURL(isRight).catch(() => found.push(`${name} led to ${page.url()}`));
  }
  return found;
}

/** Goes on within the page, as a link does: to load each anew takes ten times as long. */
function goingTo(path: string): string {
  return `history.pushState(null, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate'))`;
}
