import { expect } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import type { RunningAggregator } from '../../../support/aggregator.js';
import { eventually } from '../../../support/eventually.js';
import { PASSWORD } from './people.js';

/** A browser at an aggregator that lets nobody in unasked. All of it is there when the tests run. */
export interface AccessVisit {
  readonly browser: Browser;
  readonly aggregator: RunningAggregator;
  readonly databaseUrl: string;
  /** How an aggregator finds what it depends on. */
  readonly env: Readonly<Record<string, string>>;
  /** The admin's. */
  readonly page: Page;
  /** Of whoever is not signed in. */
  readonly nobody: Page;
}

/** How a page is gone about in: by what people see. */
export function waysOf(page: Page) {
  const button = (name: string | RegExp): Locator => page.getByRole('button', { name });
  const field = (label: string): Locator => page.getByLabel(label, { exact: true });
  const choose = (label: string, value: string) => field(label).selectOption(value);
  return {
    ...{ button, field, choose },
    /** Of a list. */
    row: (text: string): Locator => page.locator('main li').filter({ hasText: text }).first(),
    shown: (text: string | RegExp): Promise<void> =>
      eventually(`${text} is on the page`, async () => expect(await page.locator('body').innerText()).toMatch(text)),
    closed: (): Promise<void> => page.locator('[role=dialog]').waitFor({ state: 'hidden' }),
    /** Waits until the page is at an address, or at sign-in on the way there. */
    at: (address: string): Promise<void> =>
      page.waitForURL(({ origin, href }) => href.slice(origin.length) === address),
    atSignInFor: (address: string): Promise<void> =>
      page.waitForURL(({ pathname, searchParams }) => pathname === '/sign-in' && searchParams.get('to') === address),
    fill: async (values: Readonly<Record<string, string>>): Promise<void> => {
      for (const [label, value] of Object.entries(values)) await field(label).fill(value);
    },
    signIn: async (name: string, password = PASSWORD): Promise<void> => {
      await field('Name').fill(name);
      await field('Password').fill(password);
      await button('Sign in').click();
    },
  };
}
