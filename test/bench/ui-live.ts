import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, CDPSession } from 'playwright-core';
import type { Stack } from '../support/stack.js';
import type { Figures } from './report.js';

const TABS = 2;
/** Bytes, packets, errors and drops. */
const CHARTS_A_TAB = 3;
/** What is loaded at first is not what it takes to go on. */
const LOADED_MS = 3_000;
/** The live window, and what of it is put by for later, is full after so long; a shorter look compares with its first tenth. */
const FULL_SECONDS = 600;
const SHARE_OF_SHORT = 0.1;

/** What two pages with six live charts take together, and what they hold after a collection of garbage. */
export async function measureLive(browser: Browser, stack: Stack, seconds: number): Promise<Figures> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1_600 } });
  const path = `${stack.url}/interfaces/${await ownUplink(stack)}`;
  const sessions: CDPSession[] = [];
  let charts = 0;
  for (let tab = 0; tab < TABS; tab += 1) {
    const page = await context.newPage();
    await page.goto(path);
    await page
      .locator('.apexcharts-canvas')
      .nth(CHARTS_A_TAB - 1)
      .waitFor();
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable');
    sessions.push(session);
    charts += await page.locator('.apexcharts-canvas').count();
  }
  await sleep(LOADED_MS);
  const began = await sumOf(sessions, metricsOf);
  const earlySeconds = seconds > FULL_SECONDS ? FULL_SECONDS : seconds * SHARE_OF_SHORT;
  await sleep(earlySeconds * 1_000);
  const early = await sumOf(sessions, heldBy);
  await sleep((seconds - earlySeconds) * 1_000);
  const ended = await sumOf(sessions, metricsOf);
  const late = await sumOf(sessions, heldBy);
  await context.close();
  const percent = (name: string): number => round((100 * (of(ended, name) - of(began, name))) / seconds);
  return {
    liveCharts: charts,
    mainThreadPercent: percent('TaskDuration'),
    mainThreadCpuPercent: percent('ThreadTime'),
    heapMb: round(of(late, 'JSHeapUsedSize') / 1e6),
    heapRatioEndToEarly: round(of(late, 'JSHeapUsedSize') / of(early, 'JSHeapUsedSize')),
    domNodesEndToEarly: round(of(late, 'Nodes') / of(early, 'Nodes')),
    listenersEndToEarly: round(of(late, 'JSEventListeners') / of(early, 'JSEventListeners')),
    earlySeconds,
    liveSeconds: seconds,
  };
}

/** This host's uplink: it has a new figure every second. */
async function ownUplink(stack: Stack): Promise<string> {
  const { interfaces } = await stack.graphql<{ interfaces: { nodes: { id: string }[] } }>(
    'query ($host: ID!) { interfaces(filter: { uplink: true, hosts: [$host] }, first: 1) { nodes { id } } }',
    { host: await stack.hostId() },
  );
  const [own] = interfaces.nodes;
  if (!own) throw new Error('this host has no uplink to watch');
  return own.id;
}

type Metrics = ReadonlyMap<string, number>;

async function metricsOf(session: CDPSession): Promise<Metrics> {
  const { metrics } = await session.send('Performance.getMetrics');
  return new Map(metrics.map(({ name, value }) => [name, value]));
}

/** What is held once everything that nobody needs is collected. */
async function heldBy(session: CDPSession): Promise<Metrics> {
  await session.send('HeapProfiler.collectGarbage');
  return metricsOf(session);
}

async function sumOf(
  sessions: readonly CDPSession[],
  ask: (session: CDPSession) => Promise<Metrics>,
): Promise<Metrics> {
  const sum = new Map<string, number>();
  for (const metrics of await Promise.all(sessions.map(ask))) {
    for (const [name, value] of metrics) sum.set(name, (sum.get(name) ?? 0) + value);
  }
  return sum;
}

function of(metrics: Metrics, name: string): number {
  return metrics.get(name) ?? NaN;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
