import { expect, it } from '@jest/globals';
import type { Visit } from './visit.js';

/** Runs in the page: what moves of itself or would move, longer than nobody sees; a name and its milliseconds. */
const MOVES = `(() => {
  const longest = (list) => Math.max(0, ...list.split(',').map((each) => parseFloat(each) * (each.trim().endsWith('ms') ? 1 : 1000)));
  return [...document.querySelectorAll('body *')].flatMap((element) => {
    const { transitionDuration, animationDuration, animationName } = getComputedStyle(element);
    const ms = Math.max(longest(transitionDuration), animationName === 'none' ? 0 : longest(animationDuration));
    return ms > 10 ? [element.tagName + '.' + element.className + ' ' + ms] : [];
  });
})()`;

/** Whoever asks for less motion has none. */
export function holdsStill(visit: Visit): void {
  it('moves nothing for readers who ask for that', async () => {
    const { page } = visit;
    // It shows all there is, waiting included.
    await visit.open('/gallery');
    await page.locator('.apexcharts-canvas').first().waitFor();
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    const usual = await page.evaluate<string[]>(MOVES);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    // Else nothing would be proven.
    expect(usual.length).toBeGreaterThan(0);
    expect(await page.evaluate<string[]>(MOVES)).toEqual([]);
    await page.emulateMedia({ reducedMotion: null });
  });
}
