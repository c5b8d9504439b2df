import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { faultsOfAccess } from '../../../support/axe.js';
import { type AccessVisit, waysOf } from './visit.js';

const SHOTS = fileURLToPath(new URL('../../../output/', import.meta.url));
const LOOKS = [
  ['dark', 1440, 900],
  ['light', 390, 844],
] as const;

/** What opens above the pages of settings, as it is looked at and read out. */
export function hasDialogs(visit: AccessVisit): void {
  it('has dialogs against which axe finds nothing, and that fit a phone', async () => {
    const { page, aggregator } = visit;
    const { button, closed } = waysOf(page);
    const found: string[] = [];
    const look = async (name: string): Promise<void> => {
      for (const [colorScheme, width, height] of LOOKS) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.setViewportSize({ width, height });
        await page.screenshot({ path: `${SHOTS}dialog-${name}-${colorScheme}-${width}.png` });
        found.push(...(await faultsOfAccess(page, '[role=dialog]')).map((fault) => `${name}: ${fault}`));
        const needed = await page.evaluate<number>('document.querySelector("[role=dialog]").scrollWidth');
        if (needed > width) found.push(`${name} is ${needed} px wide on ${width} px`);
      }
    };
    const open = async (path: string, name: string): Promise<void> => {
      await page.goto(aggregator.url + path);
      await button(name).first().click();
      await page.locator('[role=dialog]').waitFor();
    };
    await open('/settings/users', 'Add a user');
    await look('user');
    await open('/settings/users', 'Remove');
    await look('remove');
    await open('/settings/tokens', 'Make a token');
    await look('token');
    await page.getByLabel('Name', { exact: true }).fill('reads /metrics');
    await button('Make the token').click();
    await button('I have it').waitFor();
    await look('secret');
    await open('/settings/enrolment', 'Add hosts');
    await look('join');
    await button('Make the token').click();
    await page.getByText('Waiting for hosts').waitFor();
    await look('lines');
    await button('Done').click();
    await closed();
    expect(found).toEqual([]);
  });
}
