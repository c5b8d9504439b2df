import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { faultsOfAccess } from '../../support/axe.js';
import { cutFigures, tooWide } from './layout.js';
import type { Visit } from './visit.js';

const SHOTS = fileURLToPath(new URL('../../output/', import.meta.url));
/** Each colour and each layout once: both faults of contrast and faults of layout are found. */
const LOOKS = [
  ['dark', 1440, 900],
  ['light', 390, 844],
] as const;
/** For people to look at. */
const ALL_LOOKS = [...LOOKS, ['light', 1440, 900], ['dark', 390, 844]] as const;
const SHOWN = process.env['WEIR_ALL_LOOKS'] ? ALL_LOOKS : LOOKS;
/** A phone of long ago, and a wall. */
const WIDTHS = [320, 3840];

/** Every page, by its name: in dark and light, on a desk and a phone, from 320 px to 4K. A picture of each look stays. */
export function canBeRead(
  visit: Pick<Visit, 'page' | 'open' | 'settled'>,
  pages: Readonly<Record<string, () => string>>,
): void {
  it.each(Object.keys(pages))(
    'can be read in every look, and axe finds nothing: %s',
    async (name) => {
      mkdirSync(SHOTS, { recursive: true });
      const { page } = visit;
      const look = async ([colorScheme, width, height]: (typeof SHOWN)[number]): Promise<void> => {
        // Colours that are still on their way to the other theme would be looked at as faults of contrast.
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.setViewportSize({ width, height });
      };
      // As it is looked at first: a page in another theme would draw all of its charts twice.
      await look(SHOWN[0]);
      await visit.open(pages[name]!());
      // The gallery shows what waits, too.
      if (name === 'gallery') await page.locator('.apexcharts-canvas').first().waitFor();
      else await visit.settled();
      const found: string[] = [];
      for (const [place, shown] of SHOWN.entries()) {
        await look(shown);
        await page.waitForTimeout(150);
        const [colorScheme, width] = shown;
        await page.screenshot({ path: `${SHOTS}${name}-${colorScheme}-${width}.png` });
        if (place >= LOOKS.length) continue;
        found.push(...(await faultsOfAccess(page)).map((fault) => `${colorScheme} ${width} ${fault}`));
        found.push(...(await cutFigures(page)).map((figure) => `${colorScheme} ${width} cuts ${figure}`));
      }
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        // Charts are drawn anew a moment after the window has another size.
        const widthNeeded = (): Promise<number> => page.evaluate('document.documentElement.scrollWidth');
        for (let times = 0; times < 25 && (await widthNeeded()) > width; times += 1) await page.waitForTimeout(200);
        if (SHOWN === ALL_LOOKS) await page.screenshot({ path: `${SHOTS}${name}-${width}.png` });
        if ((await widthNeeded()) > width) found.push(`too wide on ${width} px: ${await tooWide(page)}`);
      }
      expect(found).toEqual([]);
    },
    240_000,
  );
}
