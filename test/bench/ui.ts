import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { startFleetProcess } from '../fleet/simulated/child.js';
import { startBrowser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { createPeerLink, type PeerLink } from '../support/link.js';
import { stopAll } from '../support/reaper.js';
import { type Stack, startStack } from '../support/stack.js';
import { announce, type Figures, p95, quick, report } from './report.js';
import { downloadedKb } from './ui-download.js';
import { measureFilter } from './ui-filter.js';
import { measureLatencies } from './ui-latency.js';
import { measureLive } from './ui-live.js';

/** Only how busy live charts keep the browser and what they hold, over an hour, beside a small fleet. */
const isHour = process.argv.includes('--hour');
const HOSTS = quick || isHour ? 60 : 1_000;
const SERIES_A_HOST = 50;
const LOADS = quick ? 2 : 8;
const BURSTS = quick ? 1 : 12;
const FILTERS = quick ? 4 : 40;
const LIVE_SECONDS = isHour ? 3_600 : quick ? 4 : 300;
const FLEET_EVERY_MS = 10_000;

announce(
  `Dashboard on the real stack in headless Chromium, all on this machine: this host sends every second, and ${HOSTS} simulated hosts × ${SERIES_A_HOST} interfaces every 10 s.
Cold load = from opening the overview, with an empty cache, until a rate is on screen. Filter = from the last letter typed until only rows that hold it are on screen, of all interfaces, by turns of ${FILTERS} names.
Kernel → pixel = from the move of a kernel counter until the frame with its rate and chart; in focus = at four samples a second. Main thread = how busy two pages with six live charts are together, over ${LIVE_SECONDS} s, by the clock and in CPU time; what they hold after a collection, at the end and early on (\`--hour\`: only this, for an hour).`,
);
try {
  const stack = await startStack({ isAsForUsers: true });
  const link = createPeerLink();
  startFleetProcess({
    natsUrl: stack.nats.url,
    fleet: { seed: 1, hosts: HOSTS, seriesPerHost: SERIES_A_HOST, isIdleAtTimes: true },
    agents: { life: 'ui', fromMs: fleetFromMs(), hasHistory: true, hasStates: true, intervalMs: FLEET_EVERY_MS },
    untilMs: null,
  });
  const browser = await startBrowser();
  const names = await fleetKnown(stack);
  // Statistics and caches of the first minute of a fleet are not those of any other.
  await sleep(quick ? 0 : 60_000);
  const journeys = isHour ? {} : await measureJourneys(browser, stack, link, names);
  const live = await measureLive(browser, stack, LIVE_SECONDS);
  report('ui', { hosts: HOSTS, interfaces: await interfaceCount(stack), ...journeys, ...live });
  link.remove();
} finally {
  await stopAll();
}

/** What a reader waits for. */
async function measureJourneys(
  browser: Browser,
  stack: Stack,
  link: PeerLink,
  names: readonly string[],
): Promise<Figures> {
  const load = await measureColdLoads(browser, stack);
  const filter = await measureFilter(browser, stack.url, names, FILTERS);
  const usual = await measureLatencies(browser, stack, link, { samples: BURSTS, closely: false });
  const focus = await measureLatencies(browser, stack, link, { samples: BURSTS, closely: true });
  for (const [what, times] of Object.entries({ load, filter, usual, focus })) {
    console.log(`${what}, ms: ${times.map(Math.round).join(' ')}`);
  }
  return {
    usableMs: Math.round(p95(load)),
    gzipKbBeforeFirstChart: await downloadedKb(browser, stack.url),
    filterP95Ms: Math.round(p95(filter)),
    kernelToPixelP95Ms: Math.round(p95(usual)),
    focusP95Ms: Math.round(p95(focus)),
  };
}

/** The short form does not wait for the first of its ticks. */
function fleetFromMs(): number {
  return (Math.ceil(Date.now() / FLEET_EVERY_MS) - (quick ? 2 : 0)) * FLEET_EVERY_MS;
}

async function interfaceCount(stack: Stack): Promise<number> {
  const { interfaces } = await stack.graphql<{ interfaces: { totalCount: number } }>('{ interfaces { totalCount } }');
  return interfaces.totalCount;
}

/** Waits until all hosts are stored, and answers the names of some. */
async function fleetKnown(stack: Stack): Promise<readonly string[]> {
  return eventually(
    'the fleet is stored',
    async () => {
      const { hosts } = await stack.graphql<{ hosts: { totalCount: number; nodes: { name: string }[] } }>(
        '{ hosts(first: 100, filter: { host: { glob: "*.simulated" } }) { totalCount nodes { name } } }',
      );
      const stored = await interfaceCount(stack);
      if (hosts.totalCount < HOSTS || stored < HOSTS * SERIES_A_HOST * 0.9) {
        throw new Error(`${hosts.totalCount} hosts and ${stored} interfaces are known`);
      }
      return hosts.nodes.map(({ name }) => name);
    },
    180_000,
  );
}

/** From navigation to the first rate on the overview, each in a browser without a cache. */
async function measureColdLoads(browser: Browser, { url }: Stack): Promise<number[]> {
  const times: number[] = [];
  for (let load = 0; load < LOADS; load += 1) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    const start = performance.now();
    await page.goto(url, { waitUntil: 'commit' });
    await page
      .locator('main')
      .getByText(/bit\/s/)
      .first()
      .waitFor();
    times.push(performance.now() - start);
    await context.close();
  }
  return times;
}
