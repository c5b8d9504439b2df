// The pictures of the README, of a demo that runs: `npm run pictures -w test -- http://127.0.0.1:8080`
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { startBrowser } from './support/browser.js';
import { eventually } from './support/eventually.js';
import { askGraphql } from './support/graphql.js';
import { stopAll } from './support/reaper.js';

const IMAGES = fileURLToPath(new URL('../docs/images/', import.meta.url));
/** Who opens a README waits for its pictures. */
const MOST_BYTES = 300_000;
const SIZE = { width: 1440, height: 900 };
/** Runs in the page: its charts are drawn, figures come live, and of what can be seen nothing is asked for. */
const IS_WHOLE = `(() => {
  const isSeen = (element) => element.getBoundingClientRect().top < innerHeight;
  const waits = [...document.querySelectorAll('main *')].some(
    (element) => element.childElementCount === 0 && /^(…|Asking)/.test(element.textContent.trim()) && isSeen(element),
  );
  const isDrawn = document.querySelector('main .apexcharts-series path') !== null;
  return isDrawn && !waits && !document.querySelector('main [role=alert]') && document.body.innerText.includes('updated');
})()`;
const WITHIN_MS = 240_000;
/** What is drawn last moves into its place. */
const DRAWN_MS = 2_000;

const [url] = process.argv.slice(2);
if (!url)
  throw new Error('Name the address that `npm run demo` prints: npm run pictures -w test -- http://127.0.0.1:8080');
try {
  const browser = await startBrowser();
  for (const [name, path] of Object.entries(await pages(url))) {
    const context = await browser.newContext({ viewport: SIZE, colorScheme: 'dark', reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(url + path);
    await whole(page);
    await page.screenshot({ path: `${IMAGES}${name}.png` });
    await context.close();
    const { size } = statSync(`${IMAGES}${name}.png`);
    console.log(
      `${name}: ${Math.round(size / 1_000)} kB${size > MOST_BYTES ? ', more than a README should ask for' : ''}`,
    );
  }
} finally {
  await stopAll();
}

/** What the README shows, a page a picture. */
async function pages(address: string): Promise<Readonly<Record<string, string>>> {
  const { data } = await askGraphql<{ hosts: { nodes: { id: string }[] } }>(
    address,
    '{ hosts(filter: { host: { eq: "edge-1.simulated" } }) { nodes { id } } }',
  );
  const [host] = data?.hosts.nodes ?? [];
  if (!host) throw new Error(`there is no edge-1.simulated at ${address}: is it a demo?`);
  return { overview: '/', host: `/hosts/${host.id}`, network: '/networks/shop_default' };
}

async function whole(page: Page): Promise<void> {
  const look = async (): Promise<void> => {
    if (!(await page.evaluate<boolean>(IS_WHOLE))) throw new Error('something is asked for still');
  };
  await eventually('the page is whole', look, WITHIN_MS);
  await page.waitForTimeout(DRAWN_MS);
}
