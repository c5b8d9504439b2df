import { expect, it } from '@jest/globals';
import { faultsOfAccess } from '../../support/axe.js';
import { canBeRead } from './looks.js';
import { seen, type Visit } from './visit.js';

const NAME = 'What we pay for';
/** A percentile of days before there was a fleet, with all that its form has. */
const BILLED =
  '/volume/percentile?of=service&name=shop/web&over=days&from=2026-01-01&to=2026-01-31&zone=Asia/Kolkata&missing=zero' +
  '&without=saturday.sunday@00:00-12:00,@22:00-06:00&price=2&currency=EUR&commit=100&commitPrice=150';

/** A quota, from its form to what it came to. */
export function countsVolume(visit: Visit): void {
  const main = () => visit.page.locator('main');
  const dialog = () => visit.page.getByRole('dialog');
  let quota = '';

  it('makes a quota: what is wrong at its field, what was used, and its days', async () => {
    await visit.open('/volume');
    await main().getByRole('button', { name: 'New quota' }).click();
    await dialog().getByLabel('By the clocks of').fill('Europe/Nowhere');
    await dialog().getByLabel('Limit', { exact: true }).fill('1000');
    await dialog().getByRole('button', { name: 'Make the quota' }).click();
    await seen('the fields are told', async () => {
      const text = await dialog().innerText();
      expect(text).toMatch(/Name must/);
      expect(text).toMatch(/By the clocks of .*time zone/i);
    });
    expect(await faultsOfAccess(visit.page)).toEqual([]);
    await dialog().getByLabel('By the clocks of').fill('Europe/Berlin');
    await dialog().getByLabel('Name', { exact: true }).first().fill(NAME);
    await dialog().getByRole('button', { name: 'Make the quota' }).click();
    await seen('it is listed, and counted', async () =>
      expect(await main().locator('[data-row]', { hasText: NAME }).innerText()).toMatch(
        /the whole fleet[^]*B[^]*(left|too much)/,
      ),
    );
    await main().getByRole('link', { name: NAME }).click();
    await seen('what it came to is shown', async () =>
      expect(await main().innerText()).toMatch(/Used so far[^]*Limit[^]*1.00 TB[^]*Days[^]*\d{4}-\d\d-\d\d/),
    );
    quota = visit.address().pathname;
  });

  canBeRead(visit, {
    quotas: () => '/volume',
    quota: () => quota,
    percentile: () => '/volume/percentile',
    'percentile-billed': () => BILLED,
  });

  it('asks for a percentile that is found by search, and its address asks the same again', async () => {
    await visit.open('/');
    await visit.settled();
    await visit.page.keyboard.press('Control+k');
    await dialog().locator('input').fill('95th');
    await dialog().getByText('95th percentile', { exact: true }).click();
    await main().getByText('Last month', { exact: true }).click();
    await main().getByLabel('By the clocks of').fill('Asia/Kolkata');
    await main().getByRole('button', { name: 'Work it out' }).click();
    await seen('the address has it', () => expect(visit.address().search).toContain('over=last_month'));
    await visit.settled();
    // There was no fleet then: that is told, too.
    const told = await main().innerText();
    await visit.open(visit.address().pathname + visit.address().search);
    await seen('the same is told', async () => expect(await main().innerText()).toBe(told));
    expect(await main().getByLabel('By the clocks of').inputValue()).toBe('Asia/Kolkata');
  });

  it('changes and deletes the quota', async () => {
    await visit.open(quota);
    await main().getByRole('button', { name: 'Change' }).click();
    await dialog().getByLabel('What counts').selectOption('OUT');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await seen('it counts what is sent', async () => expect(await main().innerText()).toMatch(/Used so far[^]*out/));
    await main().getByRole('button', { name: 'Delete' }).click();
    await dialog().getByRole('button', { name: 'Delete the quota' }).click();
    await seen('it is gone', async () => {
      expect(visit.address().pathname).toBe('/volume');
      expect(await main().innerText()).toContain('There is no quota yet');
    });
  });
}
