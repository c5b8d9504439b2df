import { expect, it } from '@jest/globals';
import { queryStore } from '../../../support/unpacked.js';
import { isLedToSignIn, looksAtEveryPage, type Parts } from './every-page.js';
import { browserOf, browserOfUser, PEOPLE, type Role } from './people.js';
import type { AccessVisit } from './visit.js';

/** Every page of the router, as each role and as nobody. */
export function eachRoleSeesItsPages(visit: AccessVisit): void {
  it.each(Object.entries(PEOPLE) as [Role, string][])(
    'shows the role %s its pages, and nothing that it may not do',
    async (role, name) => {
      const page = await browserOfUser(visit.browser, visit.aggregator.url, name);
      expect(await looksAtEveryPage(page, visit.aggregator.url, role, await parts(visit))).toEqual([]);
      await page.context().close();
    },
  );

  it('shows nobody anything but sign-in and set-up', async () => {
    const page = await browserOf(visit.browser);
    expect(await isLedToSignIn(page, visit.aggregator.url, await parts(visit))).toEqual([]);
    await page.context().close();
  });
}

/** What is there, where something is; a page of what is not there is for the same people. */
async function parts({ databaseUrl }: AccessVisit): Promise<Parts> {
  const [host] = await queryStore<{ id: string }>(databaseUrl, 'SELECT id FROM host', []);
  const [series] = await queryStore<{ id: string }>(databaseUrl, 'SELECT net_id AS id FROM series', []);
  if (!host || !series) throw new Error('no host has told of itself');
  return {
    ...{ 'host.id': host.id, 'interface.id': series.id, 'container.id': 'gone', 'pattern.id': host.id },
    ...{ 'rule.id': 'interface-errors', 'network.name': 'bridge', 'workload.kind': 'stack', 'workload.name': 'shop' },
  };
}
