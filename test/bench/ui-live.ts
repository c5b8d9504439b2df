import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, CDPSession } from 'playwright-core';
import type { Stack } from '../support/stack.js';
import type { Figures } from './report.js';

/** Each shows three charts: bytes, packets, errors and drops. */
const TABS = 2;

/** How busy the main threads of six live charts are together, and whether the memory of their pages stays flat. */
export async function measureLive(browser: Browser, stack: Stack, seconds: number): Promise<Figures> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1_600 } });
  const path = `${stack.url}/interfaces/${await ownUplink(stack)}`;
  const sessions: CDPSession[] = [];
  let charts = 0;
  for (let tab = 0; tab < TABS; tab += 1) {
    const page = await context.newPage();
    await page.goto(path);
    await page.waitForSelector('.apexcharts-canvas path', { state: 'attached' });
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable');
    sessions.push(session);
    charts += await page.locator('.apexcharts-canvas').count();
  }
  const sumOf = async (ask: (session: CDPSession) => Promise<number>): Promise<number> =>
    (await Promise.all(sessions.map(ask))).reduce((sum, each) => sum + each, 0);
  // What is loaded at first is not what it takes to go on.
  await sleep(3_000);
  const busy = await sumOf(busySeconds);
  await sleep((seconds * 1_000) / 10);
  const earlyMb = await sumOf(heldMb);
  await sleep((seconds * 1_000 * 9) / 10);
  const mainThreadPercent = Math.round((100 * ((await sumOf(busySeconds)) - busy)) / seconds);
  const heapMb = await sumOf(heldMb);
  await context.close();
  return {
    liveCharts: charts,
    mainThreadPercent,
    heapMb: Math.round(heapMb),
    heapRatioEndToTenth: Math.round((100 * heapMb) / earlyMb) / 100,
    liveSeconds: seconds,
  };
}

/** This host's uplink: it has a new figure every second. */
async function ownUplink(stack: Stack): Promise<string> {
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
