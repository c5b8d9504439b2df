import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { faultsOfAccess } from '../support/axe.js';
import { startBrowser } from '../support/browser.js';
import { type DockerEngine, startDockerEngine } from '../support/docker.js';
import { eventually } from '../support/eventually.js';
import { createPeerLink, type PeerLink } from '../support/link.js';
import { chromium, describeIf, dockerEngine, natsServer } from '../support/requirements.js';
import { type Stack, startStack } from '../support/stack.js';

/** A name that would run a script in a page that made HTML of it. */
const HOSTILE = '<img src=x onerror="window.hacked=true">';
const MEGABYTE = 1_000_000;
/** A page that is left closes its connection; an interface that comes or goes makes Chromium give up what it loads, which the page asks for again. */
const HARMLESS = /WebSocket|ERR_NETWORK_CHANGED/;

describeIf([chromium, natsServer, ...dockerEngine], 'the dashboard in a browser', () => {
  let docker: DockerEngine;
  let stack: Stack;
  let link: PeerLink;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    docker = await startDockerEngine();
    await docker.loadBusyboxImage();
    stack = await startStack({ dockerHost: docker.host, env: { WEIR_HOST_NAME: 'web-3' } });
    await startShop(docker);
    link = createPeerLink();
    browser = await startBrowser();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'dark' });
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !HARMLESS.test(message.text())) faults.push(message.text());
    });
  });

  afterAll(async () => {
    await browser?.close();
    link?.remove();
    await stack?.stop();
    await docker?.stop();
  });

  const hostPath = async (): Promise<string> => `/hosts/${await stack.hostId()}`;
  const open = async (path: string): Promise<void> => void (await page.goto(stack.url + path));
  const seen = async (text: string | RegExp, withinMs?: number): Promise<void> => {
    const look = async (): Promise<void> => expect(await page.locator('body').innerText()).toMatch(text);
    await eventually(`${text} is on the page`, look, withinMs);
  };

  /** In the table of interfaces: the legend of the chart has rows of it, too. */
  const rowOfLink = () => page.locator('[role=row][data-row]').filter({ hasText: link.interface });

  it('asks once who is there, along with what is loaded', async () => {
    await open('/');
    await seen('web-3');
    const asked = await page.evaluate(
      `performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/auth/state')).map((entry) => entry.initiatorType)`,
    );
    expect(asked).toEqual(['link']);
  });

  it('shows the host and the busiest container, and the network of its interface by name', async () => {
    await open('/');
    await seen('web-3');
    await seen('Live');
    await seen(/shop-(web|db) on web-3 sends most now, [\d.]+ \S?bit\/s/, 40_000);
    await open('/interfaces');
    const row = page.getByRole('row').filter({ hasText: 'shop-web' });
    await eventually('its network is named', async () => {
      expect(await row.first().innerText()).toMatch(/shop-web[^]*shop[^]*web-3/);
    });
  });

  it('moves the chart when an interface is used', async () => {
    const netId = await stack.interfaceId(link.interface);
    await open(`${await hostPath()}?interfaces=${netId}`);
    await seen(link.interface);
    const line = (): Promise<string | null> =>
      page.locator('.apexcharts-area, .apexcharts-line').first().getAttribute('d');
    await eventually('the chart is drawn', async () => expect(await line()).toContain('M'));
    const row = rowOfLink();
    expect(await row.innerText()).not.toContain('Mbit/s');
    await link.receive(50 * MEGABYTE);
    await eventually('its rate shows', async () => expect(await row.innerText()).toContain('Mbit/s'), 10_000);
    // The legend's figures are those of the points that are drawn.
    const legend = page.locator('.legend').filter({ hasText: link.interface });
    await eventually('the chart has it', async () => expect(await legend.innerText()).toContain('Mbit/s'), 10_000);
  });

  it('lists bytes, packets, errors and drops a second, containers and networks', async () => {
    await open(await hostPath());
    for (const text of ['Interfaces', 'Containers', 'Networks', 'Packets', 'Errors', 'Drops'])
      await seen(new RegExp(text, 'i'));
    await seen('not separable');
  });

  it('shows hostile names as text', async () => {
    await open(await hostPath());
    await seen('onerror');
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('img[src="x"]').count()).toBe(0);
  });

  it('keeps what it shows in the address', async () => {
    await open(`${await hostPath()}?f=text:shop`);
    await eventually('the filter holds', async () => {
      expect(await rowOfLink().count()).toBe(0);
    });
    await seen('shop-db');
  });

  it('has menus and dialogs against which axe finds nothing, in dark and light', async () => {
    const found: string[] = [];
    const look = async (name: string, opened: string, press: () => Promise<unknown>): Promise<void> => {
      await press();
      await page.locator(opened).last().waitFor();
      found.push(...(await faultsOfAccess(page, opened)).map((fault) => `${name}: ${fault}`));
      await page.keyboard.press('Escape');
      await page.locator(opened).last().waitFor({ state: 'hidden' });
    };
    const button = (name: string | RegExp) => page.getByRole('button', { name });
    await open('/hosts');
    await seen('web-3');
    for (const colorScheme of ['light', 'dark'] as const) {
      // Colours that are still on their way to the other theme would be looked at as faults of contrast.
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await look('search', '[role=dialog]', () => page.keyboard.press('Control+k'));
      await look('keys', '[role=dialog]', () => page.keyboard.press('?'));
      await look('menu', '[role=menu]', () => button('Menu').click());
      await look('export', '[role=menu]', () => button('Export').click());
      await look('time', '[role=dialog]', () => button(/Time range/).click());
      const filter = page.getByRole('combobox', { name: /filter/i });
      await look('found', '[role=listbox]', () => filter.fill('shop'));
      // Out of the field again: keys typed there are text.
      await filter.fill('');
      await filter.blur();
    }
    await page.setViewportSize({ width: 390, height: 844 });
    await look('pages', '[role=dialog]', () => button('Pages').click());
    await page.setViewportSize({ width: 1440, height: 900 });
    expect(found).toEqual([]);
  });

  it('logs no error to the browser’s console', () => {
    expect(faults).toEqual([]);
  });
});

/** A few containers with traffic, one of them with a hostile label. */
async function startShop(docker: DockerEngine): Promise<void> {
  await docker.createNetwork('shop');
  const start = (name: string, service: string, ...command: string[]): Promise<unknown> =>
    docker.run({
      name,
      network: 'shop',
      command,
      labels: { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': service },
    });
  await start('shop-db', 'db', 'sh', '-c', 'while true; do nc -l -p 7000 -e cat; done');
  const talk =
    'while true; do dd if=/dev/zero bs=1000 count=400 2>/dev/null | nc -w 1 shop-db 7000 >/dev/null; sleep 0.3; done';
  await start('shop-web', 'web', 'sh', '-c', talk);
  await start('shop-hostile', HOSTILE, 'sleep', '600');
  await docker.run({ name: 'on-the-host', network: 'host', command: ['sleep', '600'] });
}
