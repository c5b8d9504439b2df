import { readdirSync, readFileSync } from 'node:fs';
import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { startBrowser } from '../support/browser.js';
import { createPeerLink, kernelCounters, type PeerLink } from '../support/link.js';
import { stopAll } from '../support/reaper.js';
import { type Stack, startStack } from '../support/stack.js';
import { announce, p95, quick, report } from './report.js';

const BURST_BYTES = 2_000_000;
const SAMPLES = quick ? 3 : 12;
/** By then the burst before is no longer the newest thing on the chart. */
const BETWEEN_BURSTS_MS = 8_000;
const ASSETS = fileURLToPath(new URL('../../apps/dashboard/dist/assets/', import.meta.url));

/** Runs in the page: resolves at the frame in which the interface's rate and a new chart line are both on screen. */
const PAINTED = `(name) => new Promise((resolve) => {
  const row = [...document.querySelectorAll('tr')].find((each) => each.innerText.includes(name));
  const line = () => document.querySelector('.apexcharts-canvas path.apexcharts-area, .apexcharts-canvas path.apexcharts-line')?.getAttribute('d');
  const before = line();
  const look = () => {
    const moved = /\\d\\s?[kMG]bit\\/s/.test(row.innerText.replace(/^.*Gbit\\/s$/m, ''));
    if (moved && line() !== before) requestAnimationFrame(() => resolve(Date.now()));
    else requestAnimationFrame(look);
  };
  look();
})`;

announce(
  'Dashboard on the real stack: cold load until a live rate is on screen, and from a counter’s move to its rate and chart.',
);
const stack = await startStack();
const link = createPeerLink();
const browser = await startBrowser();
try {
  const usableMs = await measureColdLoad(browser, stack);
  const latencies = await measureLatencies(browser, stack, link);
  console.log(`kernel → pixel, ms: ${latencies.map(Math.round).join(' ')}`);
  report('ui', {
    usableMs: Math.round(usableMs),
    gzipKbBeforeFirstChart: await downloadedKb(browser, stack),
    filterP95Ms: null,
    kernelToPixelP95Ms: Math.round(p95(latencies)),
    focusP95Ms: null,
    mainThreadPercent: null,
  });
} finally {
  await browser.close();
  link.remove();
  await stopAll();
}

/** From navigation to the first live figures, in a browser without a cache. */
async function measureColdLoad(browser: Browser, { url }: Stack): Promise<number> {
  const page = await (await browser.newContext()).newPage();
  const start = performance.now();
  await page.goto(url, { waitUntil: 'commit' });
  await page
    .locator('table tbody')
    .getByText(/bit\/s/)
    .first()
    .waitFor();
  const elapsed = performance.now() - start;
  await page.close();
  return elapsed;
}

/** The gzip size of the scripts and styles that the overview loads before the chart library, in kB of 1000 bytes. */
async function downloadedKb(browser: Browser, { url }: Stack): Promise<number> {
  const page = await browser.newPage();
  const names = new Set<string>();
  page.on('request', (request) => names.add(request.url().split('/').at(-1) ?? ''));
  await page.goto(url);
  await page.waitForSelector('.apexcharts-canvas');
  await page.close();
  const files = readdirSync(ASSETS).filter((name) => names.has(name) && /\.(js|css)$/.test(name));
  const beforeChart = files.filter((name) => !/apexcharts/i.test(readFileSync(ASSETS + name, 'utf8')));
  return (
    Math.round(beforeChart.reduce((sum, name) => sum + gzipSync(readFileSync(ASSETS + name)).length, 0) / 100) / 10
  );
}

async function measureLatencies(browser: Browser, stack: Stack, link: PeerLink): Promise<number[]> {
  const netId = await stack.interfaceId(link.interface);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${stack.url}/hosts/${await stack.hostId()}?interfaces=${netId}`);
  await page.waitForSelector('.apexcharts-canvas path');
  const latencies: number[] = [];
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    // Bursts fall on any moment of the second.
    await sleep(BETWEEN_BURSTS_MS + Math.random() * 1_000);
    latencies.push(await measureOne(page, link));
  }
  return latencies;
}

/** Both clocks are this machine's: when the kernel's counter had moved, and when the frame with it was painted. */
async function measureOne(page: Page, link: PeerLink): Promise<number> {
  const painted = page.evaluate<number>(`(${PAINTED})(${JSON.stringify(link.interface)})`);
  const before = kernelCounters(link.interface).rxBytes;
  const received = link.receive(BURST_BYTES);
  while (kernelCounters(link.interface).rxBytes < before + 100_000n) await breathe();
  const movedAt = Date.now();
  await received;
  return (await painted) - movedAt;
}
