import { expect, it } from '@jest/globals';
import { queryStore } from '../../../support/unpacked.js';
import { isLedToSignIn, looksAtEveryPage, type May, type Parts } from './every-page.js';
import { OPERATOR_OF_SOME, browserOfUser, PEOPLE } from './people.js';
import type { AccessVisit } from './visit.js';

const EACH: readonly (readonly [name: string, may: May])[] = [
  [PEOPLE.VIEWER, { role: 'VIEWER' }],
  [PEOPLE.OPERATOR, { role: 'OPERATOR' }],
  [PEOPLE.ADMIN, { role: 'ADMIN' }],
  [OPERATOR_OF_SOME, { role: 'OPERATOR', isOfSome: true }],
];

/** Every page of the router, as each role and as nobody. */
export function eachRoleSeesItsPages(visit: AccessVisit): void {
  it('shows each role its pages, and offers nothing that it may not do', async () => {
    const known = await parts(visit);
    const looked = EACH.map(async ([name, may]) => {
      const page = await browserOfUser(visit.browser, visit.aggregator.url, name);
      const found = await looksAtEveryPage(page, visit.aggregator.url, may, known);
      await page.context().close();
      return found.map((fault) => `${name}: ${fault}`);
    });
    expect((await Promise.all(looked)).flat()).toEqual([]);
  }, 240_000);

  it('shows nobody anything but sign-in and set-up', async () => {
    expect(await isLedToSignIn(visit.nobody, visit.aggregator.url, await parts(visit))).toEqual([]);
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
    ...{ 'quota.id': host.id, 'saved-report.id': host.id },
  };
}
