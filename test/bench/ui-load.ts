import type { Browser } from 'playwright-core';

/** How long the overview took to its first rate, and until nothing on the screen was still asked for; ms. */
export interface Load {
  readonly usableMs: number;
  readonly settledMs: number;
}

const WITHIN_MS = 30_000;
/** So that what one load still asks is not in the way of the next. */
const REST_MS = 1_000;
/** Runs in the page, whose policy lets nothing evaluate a text there: resolves when nothing on screen is asked for. */
const SETTLED = `new Promise((resolve, reject) => {
  const start = performance.now();
  const look = () => {
    const main = document.querySelector('main');
    if (main?.childElementCount > 0 && !main.querySelector('[aria-busy="true"]')) return resolve();
    if (performance.now() - start > ${WITHIN_MS}) return reject(new Error('something is asked for still'));
    requestAnimationFrame(look);
  };
  look();
})`;

/** Opens the overview in a browser without a cache. */
export async function measureLoads(browser: Browser, url: string, samples: number): Promise<Load[]> {
  const loads: Load[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    page.setDefaultTimeout(WITHIN_MS);
    const start = performance.now();
    await page.goto(url, { waitUntil: 'commit' });
    const firstRate = page
      .locator('main')
      .getByText(/bit\/s/)
      .first();
    await firstRate.waitFor();
    const usableMs = performance.now() - start;
    await page.evaluate(SETTLED);
    loads.push({ usableMs, settledMs: performance.now() - start });
    await page.waitForTimeout(REST_MS);
    await context.close();
  }
  return loads;
}
