import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type FleetProcess, startFleetProcess } from '../fleet/simulated/child.js';
import { EXTREMES } from '../fleet/simulated/extremes.js';
import { startBrowser } from '../support/browser.js';
import { chromium, describeIf, natsServer } from '../support/requirements.js';
import { type Stack, startStack } from '../support/stack.js';
import { tellsAlerts } from './dashboard/alerts.js';
import { setsChannels } from './dashboard/channels.js';
import { compares } from './dashboard/compare.js';
import { showsExtremes } from './dashboard/extremes.js';
import { givesFiles } from './dashboard/files.js';
import { findingOn, tellsFindings } from './dashboard/findings.js';
import { canBeRead } from './dashboard/looks.js';
import { holdsStill } from './dashboard/motion.js';
import { tellsHowFastItIs } from './dashboard/speed.js';
import { looksAtAnyTime } from './dashboard/time.js';
import { tellsWhatHappened } from './dashboard/timeline.js';
import { HOSTS, IS_LARGE, seen, type Visit } from './dashboard/visit.js';

/** Simulated ones, those at the ends of what there is, and this machine. */
const ALL_HOSTS = HOSTS + EXTREMES.length + 1;
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
const HARMLESS = IS_LARGE ? /ERR_NETWORK_CHANGED|status of 504/ : /ERR_NETWORK_CHANGED/;
// A large fleet keeps two cores busy.
if (IS_LARGE) jest.setTimeout(900_000);

interface Named {
  readonly id: string;
  readonly name: string;
}

describeIf([chromium, natsServer], 'exploring a fleet in a browser', () => {
  let stack: Stack;
  let fleets: FleetProcess[] = [];
  let browser: Browser;
  let page: Page;
  let host: Named;
  let container: Named & { readonly interfaces: readonly { readonly id: string }[] };
  let fromMs: number;
  let finding: string;
  const faults: string[] = [];

  beforeAll(async () => {
    stack = await startStack({ aggregatorEnv: ALERT_ENV });
    fromMs = Math.floor((Date.now() - HISTORY_MS) / MINUTE_MS) * MINUTE_MS;
    fleets = startFleets(stack.nats.url, fromMs);
    browser = await startBrowser();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'dark' });
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !HARMLESS.test(message.text())) faults.push(message.text());
    });
    await seen(
      'the fleet is known',
      async () => {
        const query = `{ hosts { totalCount }
          containers(first: 1, filter: { host: { eq: "${HOST}" } }) { nodes { id name interfaces { id } } } }`;
        const known = await stack.graphql<{
          hosts: { totalCount: number };
          containers: { nodes: (typeof container)[] };
        }>(query);
        expect(known.hosts.totalCount).toBe(ALL_HOSTS);
        container = known.containers.nodes[0]!;
        expect(container).toBeDefined();
      },
      30_000,
    );
    const filter = `{ hosts(filter: { host: { eq: "${HOST}" } }) { nodes { id name } } }`;
    host = (await stack.graphql<{ hosts: { nodes: Named[] } }>(filter)).hosts.nodes[0]!;
    finding = await findingOn(visit, container.interfaces[0]?.id ?? '');
  });

  afterAll(async () => {
    await browser?.close();
    await Promise.all(fleets.map((fleet) => fleet.stop()));
    await stack?.stop();
  });

  const open = async (path: string): Promise<void> => void (await page.goto(stack.url + path));
  const main = () => page.locator('main');
  const settled = (): Promise<void> =>
    seen('the page has its answers', async () => {
      expect(await page.locator('main [aria-busy="true"]').count()).toBe(0);
      expect((await main().innerText()).length).toBeGreaterThan(40);
    });
  const rows = () => page.locator('main [role=grid] [data-row]');
  const address = (): URL => new URL(page.url());
  const visit: Visit = {
    ...{ open, settled, rows, address },
    get browser() {
      return browser;
    },
    get page() {
      return page;
    },
    get stack() {
      return stack;
    },
    get minuteMs() {
      return fromMs;
    },
  };

  it('answers which container sends the most, and leads to it', async () => {
    await open('/containers?sort=traffic');
    await seen('containers are listed', async () => expect(await rows().count()).toBeGreaterThan(5));
    await seen('with what they send', async () => expect(await rows().first().innerText()).toMatch(/bit\/s/));
    const name = await rows().first().locator('a').first().innerText();
    await rows().first().locator('a').first().click();
    await seen('its page is shown', async () => expect(await page.locator('h1').innerText()).toContain(name));
    expect(address().pathname).toMatch(/^\/containers\/[0-9a-f]{64}$/);
  });

  it('filters as it is typed, keeps that in the address, and shows the same by the link', async () => {
    await open('/containers');
    await seen('containers are listed', async () => expect(await rows().count()).toBeGreaterThan(5));
    const filter = page.getByRole('combobox', { name: /filter/i });
    await filter.fill(container.name);
    const onlyThat = async (): Promise<void> => {
      const texts = await rows().allInnerTexts();
      expect(texts.length).toBeGreaterThan(0);
      expect(texts.filter((text) => !text.includes(container.name))).toEqual([]);
    };
    await seen('only that is left', onlyThat);
    expect(address().searchParams.get('f')).toBe(`text:${container.name}`);
    await page.reload();
    await seen('the link shows the same', onlyThat);
    await filter.fill(`host:${host.name}`);
    await filter.press('Enter');
    await seen('a condition is a chip', async () =>
      expect(await page.getByRole('search').first().innerText()).toContain(host.name),
    );
    await page.getByRole('link', { name: 'Interfaces', exact: true }).first().click();
    await seen('it goes along to other pages', async () => {
      expect(address().searchParams.get('f')).toBe(`host:${host.name}`);
      const texts = await rows().allInnerTexts();
      expect(texts.length).toBeGreaterThan(0);
      expect(texts.filter((text) => !text.includes(host.name))).toEqual([]);
    });
  });

  it('finds by Ctrl-K what is called so, and goes there by the keyboard alone', async () => {
    await open('/');
    await settled();
    await page.keyboard.press('Control+k');
    await page.keyboard.type(host.name);
    const found = page.getByRole('dialog').getByRole('option').filter({ hasText: host.name });
    await seen('it is found', async () => expect(await found.count()).toBeGreaterThan(0));
    await page.keyboard.press('Enter');
    await seen('its page is shown', async () => expect(await page.locator('h1').innerText()).toContain(host.name));
    await page.keyboard.press('g');
    await page.keyboard.press('h');
    await seen('keys lead to the hosts', async () => expect(address().pathname).toBe('/hosts'));
    await seen('hosts are listed', async () =>
      expect(await main().innerText()).toContain(`${ALL_HOSTS.toLocaleString('en')} in all`),
    );
    await rows().first().focus();
    await page.keyboard.press('ArrowDown');
    const second = await rows().nth(1).getAttribute('data-row');
    await page.keyboard.press('Enter');
    await seen('Enter opens the row', async () => expect(address().pathname).toBe(`/hosts/${second}`));
  });

  it('looks at another time, holds still, and goes on', async () => {
    await open('/');
    await settled();
    await page.getByRole('button', { name: /Time range/ }).click();
    await page.getByRole('button', { name: '15 min', exact: true }).click();
    await seen('the address tells', async () => expect(address().searchParams.get('range')).toBe('15m'));
    await page.keyboard.press('p');
    await seen('it holds', async () => expect(address().searchParams.get('range')).toMatch(/^\d{13}-\d{13}$/));
    await page.keyboard.press('p');
    await seen('it goes on', async () => expect(address().searchParams.get('range')).toBe('15m'));
  });

  it.each([
    ['protocols', '/protocols'],
    ['latency', '/latency'],
  ])('draws a trend in each row of a table that is on screen: %s', async (_, path) => {
    await open(path);
    await seen('each has its line', async () => {
      expect(await rows().count()).toBeGreaterThan(3);
      const drawn = await rows().locator('svg path.in:not([d=""])').count();
      expect(drawn).toBeGreaterThan(3);
    });
  });

  it('saves a view on this device, and shows it again', async () => {
    await open('/hosts?range=1h');
    await settled();
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('menuitem', { name: 'Save this view' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Hosts of an hour');
    await page.keyboard.press('Enter');
    await open('/');
    await settled();
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('menuitem', { name: 'Hosts of an hour' }).first().click();
    await seen('it is shown', async () => expect(page.url()).toBe(`${stack.url}/hosts?range=1h`));
  });

  it('shows a page alone on a wall', async () => {
    await open('/?kiosk=1');
    await settled();
    expect(await page.getByRole('navigation', { name: 'Pages' }).count()).toBe(0);
    await page.keyboard.press('Escape');
    await seen('Escape brings the pages back', async () =>
      expect(await page.getByRole('navigation', { name: 'Pages' }).count()).toBe(1),
    );
  });

  it('keeps rows and bars apart when the type grows while they are shown', async () => {
    /** How far each row or bar's name lies below the one before, less what it is high itself: below 0 they overlap. */
    const least = (selector: string): Promise<number> =>
      page.evaluate<number>(`Math.min(...[...document.querySelectorAll(${JSON.stringify(selector)})]
        .map((element) => element.getBoundingClientRect()).sort((a, b) => a.top - b.top)
        .map(({ top }, index, all) => index === 0 ? Infinity : top - all[index - 1].bottom))`);
    await open('/containers');
    await seen('containers are listed', async () => expect(await rows().count()).toBeGreaterThan(5));
    await page.setViewportSize({ width: 3840, height: 2160 });
    await seen('rows are as high as their type', async () =>
      expect(await least('main [role=grid] [data-row]')).toBeGreaterThan(-1),
    );
    await open('/interfaces?view=charts');
    /** How far the last bar ends from where its name does. */
    const apart = (): Promise<number | null> =>
      page.evaluate<number | null>(`(() => {
        const [name, drawing] = ['.bar-chart .names li:last-child', '.bar-chart .drawing svg']
          .map((part) => document.querySelector(part)?.getBoundingClientRect().bottom);
        return name && drawing ? Math.abs(name - drawing) : null;
      })()`);
    await seen('bars stand beside their names', async () => expect(await apart()).toBeLessThan(4));
    await page.setViewportSize({ width: 1440, height: 900 });
    await seen('and stay there', async () => expect(await apart()).toBeLessThan(4));
  });

  looksAtAnyTime(visit);
  showsExtremes(visit);
  compares(visit);
  givesFiles(visit);
  tellsFindings(visit);
  tellsAlerts(visit);
  tellsWhatHappened(visit);
  setsChannels(visit);

  canBeRead(visit, {
    overview: () => '/',
    hosts: () => '/hosts',
    host: () => `/hosts/${host.id}`,
    interfaces: () => '/interfaces',
    interface: () => `/interfaces/${container.interfaces[0]?.id ?? ''}`,
    containers: () => '/containers',
    container: () => `/containers/${container.id}`,
    networks: () => '/networks',
    network: () => '/networks/shop_default',
    workloads: () => '/workloads',
    workload: () => '/workloads/stack/shop',
    patterns: () => '/patterns',
    pattern: () => `/patterns/${finding}`,
    alerts: () => '/alerts',
    incidents: () => '/alerts?view=incidents',
    rules: () => '/alerts/rules',
    rule: () => '/alerts/rules/interface-errors',
    silences: () => '/alerts/silences',
    timeline: () => '/timeline',
    channels: () => '/alerts/channels?add=1',
    protocols: () => '/protocols',
    errors: () => '/errors',
    latency: () => '/latency',
    history: () => '/history',
    capacity: () => '/capacity',
    compare: () => '/compare',
    gallery: () => '/gallery',
  });

  holdsStill(visit);
  tellsHowFastItIs(visit);

  it('logs no error to the browser’s console', () => {
    expect(faults).toEqual([]);
  });
});

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
