import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, CDPSession } from 'playwright-core';
import type { Stack } from '../support/stack.js';
import type { Figures } from './report.js';

const CHARTS = 6;

/** How busy the main thread of six live charts is, and whether the page's memory stays flat: a host of each in a tab of its own would be six threads. */
export async function measureLive(browser: Browser, stack: Stack, seconds: number): Promise<Figures> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 2_400 } });
  const page = await context.newPage();
  await page.goto(`${stack.url}/interfaces/${await busiestInterface(stack)}`);
  await page.waitForSelector('.apexcharts-canvas path');
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable');
  const charts = await page.locator('.apexcharts-canvas').count();
  // What is loaded at first is not what it takes to go on.
  await sleep(3_000);
  const busy = await busySeconds(session);
  await sleep((seconds * 1_000) / 10);
  const earlyMb = await heldMb(session);
  await sleep((seconds * 1_000 * 9) / 10);
  const mainThreadPercent = Math.round((100 * ((await busySeconds(session)) - busy)) / seconds);
  const heapMb = await heldMb(session);
  await context.close();
  if (charts < CHARTS) console.log(`the page has ${charts} charts, not ${CHARTS}: the figure is of those`);
  return {
    liveCharts: charts,
    mainThreadPercent,
    heapMb: Math.round(heapMb),
    heapRatioEndToTenth: Math.round((100 * heapMb) / earlyMb) / 100,
    liveSeconds: seconds,
  };
}

/** This host's uplink: it has a new figure every second. */
async function busiestInterface(stack: Stack): Promise<string> {
  const { interfaces } = await stack.graphql<{ interfaces: { nodes: { id: string; host: { name: string } }[] } }>(
    '{ interfaces(filter: { uplink: true }, first: 500) { nodes { id host { name } } } }',
  );
  const own = interfaces.nodes.find(({ host }) => !host.name.endsWith('.simulated'));
  if (!own) throw new Error('this host has no uplink to watch');
  return own.id;
}

async function busySeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN;
}

async function heldMb(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? NaN) / 1e6;
}
