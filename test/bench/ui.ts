import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { startFleetProcess } from '../fleet/simulated/child.js';
import { startBrowser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { createPeerLink, type PeerLink } from '../support/link.js';
import { stopAll } from '../support/reaper.js';
import { type Stack, startStack } from '../support/stack.js';
import { announce, type Figures, median, p95, quick, report } from './report.js';
import { downloadedKb } from './ui-download.js';
import { measureFilter } from './ui-filter.js';
import { measureLatencies } from './ui-latency.js';
import { measureLive } from './ui-live.js';
import { measureLoads } from './ui-load.js';

/** Only how busy live charts keep the browser and what they hold, over an hour, beside a small fleet. */
const isHour = process.argv.includes('--hour');
const HOSTS = quick || isHour ? 60 : 1_000;
const SERIES_A_HOST = 50;
const LOADS = quick ? 2 : 8;
const BURSTS = quick ? 1 : 12;
const FILTERS = quick ? 4 : 40;
const LIVE_SECONDS = isHour ? 3_600 : quick ? 4 : 120;
const FLEET_EVERY_MS = 10_000;

announce(
  `Dashboard on the real stack in headless Chromium, all on this machine: this host sends every second, and ${HOSTS} simulated hosts × ${SERIES_A_HOST} interfaces every 10 s.
Cold load = from opening the overview, with an empty cache, until a rate is on screen; settled = until nothing on screen is still asked for. Filter = from the last letter typed until only rows that hold it are on screen, of all interfaces, by turns of ${FILTERS} names.
Kernel → pixel = from the move of a kernel counter until the frame with its rate and chart; in focus = at four samples a second. Main thread = how busy two pages with six live charts are together, over ${LIVE_SECONDS} s, by the clock and in CPU time; what they hold after a collection, at the end and early on (\`--hour\`: only this, for an hour). ${isHour ? 'It takes an hour and two minutes.' : quick ? '' : 'It takes about ten minutes.'}`,
);
const startedAt = performance.now();
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
  say(`${HOSTS} hosts are stored${quick ? '' : '; two minutes for them to settle'}`);
  // Statistics and caches of the first minutes of a fleet are not those of any other.
  await sleep(quick ? 0 : 120_000);
  const journeys = isHour ? {} : await measureJourneys(browser, stack, link, names);
  say(`live charts are looked at for ${LIVE_SECONDS} s`);
  const live = await measureLive(browser, stack, LIVE_SECONDS);
  report('ui', { hosts: HOSTS, interfaces: await interfaceCount(stack), ...journeys, ...live });
  link.remove();
} finally {
  await stopAll();
}

/** What a reader waits for, each told as soon as it is known. */
async function measureJourneys(
  browser: Browser,
  stack: Stack,
  link: PeerLink,
  names: readonly string[],
): Promise<Figures> {
  const loads = await measureLoads(browser, stack.url, LOADS);
  const load = told(
    'cold load',
    loads.map(({ usableMs }) => usableMs),
  );
  const settled = told(
    'settled',
    loads.map(({ settledMs }) => settledMs),
  );
  const filter = told('filter', await measureFilter(browser, stack.url, names, FILTERS));
  const usual = told(
    'kernel to pixel',
    await measureLatencies(browser, stack, link, { samples: BURSTS, closely: false }),
  );
  const focus = told('in focus', await measureLatencies(browser, stack, link, { samples: BURSTS, closely: true }));
  return {
    ...{ usableMs: p95(load), usableMedianMs: median(load), settledMs: p95(settled) },
    gzipKbBeforeFirstChart: await downloadedKb(browser, stack.url),
    ...{ filterP95Ms: p95(filter), filterMedianMs: median(filter) },
    ...{ kernelToPixelP95Ms: p95(usual), focusP95Ms: p95(focus) },
  };
}

/** How far it is, and when: it takes minutes. */
function say(what: string): void {
  console.log(`${Math.round((performance.now() - startedAt) / 1_000)} s: ${what}`);
}

function told(what: string, times: readonly number[]): number[] {
  const rounded = times.map(Math.round);
  say(`${what}, ms: ${rounded.join(' ')}`);
  return rounded;
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
