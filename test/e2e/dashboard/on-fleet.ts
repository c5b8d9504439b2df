import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { type FleetProcess, startFleetProcess } from '../../fleet/simulated/child.js';
import { EXTREMES } from '../../fleet/simulated/extremes.js';
import { startBrowser } from '../../support/browser.js';
import { chromium, describeIf, natsServer } from '../../support/requirements.js';
import { type Stack, startStack } from '../../support/stack.js';
import { findingOn } from './findings.js';
import { HOSTS, IS_LARGE, seen, type Visit } from './visit.js';

/** Simulated ones, those at the ends of what there is, and this machine. */
export const ALL_HOSTS = HOSTS + EXTREMES.length + 1;
const MINUTE_MS = 60_000;
/** How long hosts have been there; the first whole minute of that is looked at again and again. */
const HISTORY_MS = 90_000;
/** Channels have secrets, and lead to this machine. */
const ALERT_ENV = {
  WEIR_SECRET_KEYS: Buffer.alloc(32, 3).toString('base64'),
  WEIR_ALERT_ALLOWED_ADDRESSES: '127.0.0.0/8',
};
/** One of the simulated hosts. */
const HOST = 'web-1.simulated';
/** An interface that comes or goes on this machine makes Chromium give up what it loads, and so may a busy aggregator; the page asks again. */
const HARMLESS = IS_LARGE ? /ERR_NETWORK_CHANGED|status of 50[34]/ : /ERR_NETWORK_CHANGED/;
// A large fleet keeps two cores busy.
if (IS_LARGE) jest.setTimeout(900_000);

interface Named {
  readonly id: string;
  readonly name: string;
}

interface Container extends Named {
  readonly interfaces: readonly { readonly id: string }[];
}

/** A visit to a fleet, of which a few things are known. */
export interface FleetVisit extends Visit {
  /** One of the simulated hosts. */
  readonly host: Named;
  /** One of its. */
  readonly container: Container;
  /** Id of an outage of the container's first interface. */
  readonly finding: string;
}

/** Declares tests of the dashboard in a browser at a fleet with a past; the last one is that the browser logged no error. */
export function describeOnFleet(name: string, tests: (visit: FleetVisit) => void): void {
  describeIf([chromium, natsServer], name, () => {
    // Whatever is told of is there when the tests run, and not before.
    const visit: FleetVisit = waysOf(() => visit) as FleetVisit;
    const faults: string[] = [];
    let fleets: FleetProcess[] = [];

    beforeAll(async () => {
      const stack = await startStack({ aggregatorEnv: ALERT_ENV });
      const minuteMs = Math.floor((Date.now() - HISTORY_MS) / MINUTE_MS) * MINUTE_MS;
      fleets = startFleets(stack.nats.url, minuteMs);
      const browser = await startBrowser();
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'dark' });
      // On a busy machine a page of all charts takes its time.
      page.setDefaultTimeout(90_000);
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error' && !HARMLESS.test(message.text()))
          faults.push(`${message.text()} ${message.location().url}`);
      });
      Object.assign(visit, { browser, page, stack, minuteMs, ...(await known(stack)) });
      Object.assign(visit, { finding: await findingOn(visit, visit.container.interfaces[0]?.id ?? '') });
    });

    afterAll(async () => {
      await visit.browser?.close();
      await Promise.all(fleets.map((fleet) => fleet.stop()));
      await visit.stack?.stop();
    });

    tests(visit);

    it('logs no error to the browser’s console', () => expect(faults).toEqual([]));
  });
}

/** How the page of a visit is gone about in. */
function waysOf(visit: () => Visit): Pick<Visit, 'open' | 'settled' | 'rows' | 'address'> {
  const main = () => visit().page.locator('main');
  return {
    open: async (path) => void (await visit().page.goto(visit().stack.url + path)),
    settled: () =>
      seen('the page has its answers', async () => {
        expect(await main().locator('[aria-busy="true"]').count()).toBe(0);
        expect((await main().innerText()).length).toBeGreaterThan(40);
      }),
    rows: () => main().locator('[role=grid] [data-row]'),
    address: () => new URL(visit().page.url()),
  };
}

/** Waits until the whole fleet is known. */
async function known(stack: Stack): Promise<Pick<FleetVisit, 'host' | 'container'>> {
  const query = `{ all: hosts { totalCount }
    hosts(filter: { host: { eq: "${HOST}" } }) { nodes { id name } }
    containers(first: 1, filter: { host: { eq: "${HOST}" } }) { nodes { id name interfaces { id } } } }`;
  return seen(
    'the fleet is known',
    async () => {
      const answer = await stack.graphql<{
        all: { totalCount: number };
        hosts: { nodes: Named[] };
        containers: { nodes: Container[] };
      }>(query);
      expect(answer.all.totalCount).toBe(ALL_HOSTS);
      // Each list is of its own moment: the container may be known where its host was not yet.
      const [[host], [container]] = [answer.hosts.nodes, answer.containers.nodes];
      if (!host || !container) throw new Error(`${HOST} is not known with a container`);
      return { host, container };
    },
    30_000,
  );
}

/** Those at the ends of what there is tell every second, as many hosts as a large fleet has every ten, and of less. */
function startFleets(natsUrl: string, fromMs: number): FleetProcess[] {
  const few = { seed: 1, hosts: HOSTS, seriesPerHost: 12, isIdleAtTimes: false, hasTroubles: true, hasExtremes: true };
  const agents = { life: 'explored', fromMs, hasHistory: true, hasStates: true, hasDetails: true };
  const start = (fleet: typeof few, more: object): FleetProcess =>
    startFleetProcess({ natsUrl, fleet, agents: { ...agents, ...more }, untilMs: null });
  if (!IS_LARGE) return [start(few, {})];
  const many = { ...few, seriesPerHost: 50, isIdleAtTimes: true, hasExtremes: false };
  // Of another seed: hosts at the same index of one seed are the same host.
  return [start({ ...few, hosts: 0, seed: 2 }, {}), start(many, { intervalMs: 10_000, hasDetails: false })];
}
