import { expect, it } from '@jest/globals';
import { startAgent } from '../../../support/agent.js';
import { eventually } from '../../../support/eventually.js';
import { temporaryDirectory } from '../../../support/reaper.js';
import { OPERATOR_OF_SOME, HOSTILE, PASSWORD, PEOPLE } from './people.js';
import { type AccessVisit, waysOf } from './visit.js';

/** Users, tokens, hosts that join, and what the audit log has of all that. */
export function setWhoMay(visit: AccessVisit): void {
  const open = async (path: string) => {
    await visit.page.goto(visit.aggregator.url + path);
    return waysOf(visit.page);
  };

  it('adds users, changes them and takes them away', async () => {
    const { button, fill, choose, closed, row, field, shown } = await open('/settings/users');
    const add = async (name: string, role: string, hosts = ''): Promise<void> => {
      await button('Add a user').click();
      await fill({ Name: name, Password: PASSWORD, Hosts: hosts });
      await choose('Role', role);
      await button('Add the user').last().click();
    };
    await add(PEOPLE.OPERATOR, 'OPERATOR');
    await closed();
    await add(HOSTILE, 'OPERATOR', 'web-*, team=shop');
    await closed();
    await add(OPERATOR_OF_SOME, 'OPERATOR', 'web-*');
    await closed();
    await add(PEOPLE.OPERATOR, 'VIEWER');
    await shown(/Name .+\./);
    await fill({ Name: PEOPLE.VIEWER, Password: 'short' });
    await button('Add the user').last().click();
    await shown('Password has 5 characters');
    await fill({ Password: PASSWORD });
    await button('Add the user').last().click();
    await closed();
    expect(await row(HOSTILE).innerText()).toMatch(/operator\s+Only hosts web-\*, team=shop/);
    await button(`Change ${HOSTILE}`).click();
    await choose('Role', 'VIEWER');
    await field('May sign in').uncheck();
    await button('Save').click();
    await closed();
    await eventually('it is changed', async () =>
      expect(await row(HOSTILE).innerText()).toMatch(/viewer\s+switched off/),
    );
    await button(`Remove ${PEOPLE.ADMIN}`).click();
    await button('Remove for good').click();
    await shown('Not done: ');
    await button('Cancel').click();
  });

  it('makes a token that is shown once, holds, and can be revoked', async () => {
    const { button, fill, closed, row } = await open('/settings/tokens');
    await button('Make a token').click();
    await fill({ Name: HOSTILE });
    await button('Make the token').click();
    const secret = await visit.page.getByRole('textbox', { name: 'Token' }).innerText();
    await button('Copy Token').click();
    await button('I have it').click();
    await closed();
    expect(await visit.page.content()).not.toContain(secret);
    const asked = async (): Promise<number> => {
      const headers = { authorization: `Bearer ${secret}` };
      return (await fetch(`${visit.aggregator.url}/api/v1/interface`, { headers })).status;
    };
    expect(await asked()).toBe(200);
    await eventually('it is listed', async () => expect(await row(HOSTILE).innerText()).toMatch(/viewer\s+All hosts/));
    await button(`Revoke ${HOSTILE}`).click();
    await button('Revoke for good').click();
    await closed();
    await eventually('it is refused', async () => expect(await asked()).toBe(401));
  });

  it('lets a host in by the line that it shows, and shuts it out', async () => {
    const { button, shown, closed, row } = await open('/settings/enrolment');
    await button('Add hosts').click();
    await button('Make the token').click();
    const line = await visit.page.getByRole('textbox', { name: 'Process' }).innerText();
    const [, url = '', token = ''] = /WEIR_JOIN_URL=(\S+) WEIR_JOIN_TOKEN=(\S+)/.exec(line) ?? [];
    const folder = temporaryDirectory('joining');
    startAgent({
      ...{ WEIR_JOIN_URL: url, WEIR_JOIN_TOKEN: token, WEIR_STATE_DIR: folder },
      ...{ WEIR_HOST_NAME: HOSTILE, DOCKER_HOST: `unix://${folder}/no-docker.sock` },
    });
    await shown(/has joined/);
    await button('Done').click();
    await closed();
    await shown('No token is open');
    expect(await row(HOSTILE).innerText()).toMatch(/enrolled[^]*Let in for/);
    await button(`Revoke ${HOSTILE}`).click();
    await button('Shut it out').click();
    await closed();
    await eventually('it is told', async () => expect(await row(HOSTILE).innerText()).toContain('revoked'));
  });

  it('has it all in the audit log, and finds what was denied', async () => {
    const { shown, row, field } = await open('/settings/audit');
    const outcome = visit.page.getByRole('combobox', { name: 'Outcome' });
    for (const action of [
      'set-up',
      'sign-in',
      'createUser',
      'createToken',
      'revokeToken',
      'createJoinToken',
      'revokeEnrolment',
    ])
      await shown(action);
    await outcome.selectOption('denied');
    await eventually('only that is left', async () => {
      expect(await visit.page.locator('main li').allInnerTexts()).toEqual(
        expect.arrayContaining([expect.stringMatching(/denied[^]*sign-in/)]),
      );
      expect(await row('createUser').count()).toBe(0);
    });
    await outcome.selectOption('');
    await field('Who').fill('nobody of this name');
    await field('Who').press('Enter');
    await shown('Nothing like this was done');
  });

  it('shows hostile names as text', async () => {
    for (const path of [
      '/settings/users',
      '/settings/tokens?of=all',
      '/settings/enrolment',
      '/settings/audit',
      '/hosts',
    ]) {
      const { shown } = await open(path);
      if (path !== '/settings/tokens?of=all') await shown('onerror');
      expect([path, await visit.page.evaluate('window.hacked'), await visit.page.locator('img').count()]).toEqual([
        path,
        undefined,
        0,
      ]);
    }
  });
}
