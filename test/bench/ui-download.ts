import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';

const ASSETS = fileURLToPath(new URL('../../apps/dashboard/dist/assets/', import.meta.url));

/** The file that holds the chart library. */
const CHART_LIBRARY = /^ApexHost-.*\.js$/;

/** The gzip size of the scripts and styles that the overview loads before the chart library, in kB of 1000 bytes. */
export async function downloadedKb(browser: Browser, url: string): Promise<number> {
  const page = await browser.newPage();
  const names = new Set<string>();
  page.on('request', (request) => names.add(request.url().split('/').at(-1) ?? ''));
  await page.goto(url);
  await page.waitForSelector('.apexcharts-canvas');
  await page.close();
  const files = readdirSync(ASSETS).filter((name) => names.has(name) && /\.(js|css)$/.test(name));
  const beforeChart = files.filter((name) => !CHART_LIBRARY.test(name));
  const bytes = beforeChart.reduce((sum, name) => sum + gzipSync(readFileSync(ASSETS + name)).length, 0);
  return Math.round(bytes / 100) / 10;
}
