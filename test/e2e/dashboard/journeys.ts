import { expect, it } from '@jest/globals';
import { ALL_HOSTS, type FleetVisit } from './on-fleet.js';
import { seen } from './visit.js';

/** From one page to the next: by links, filters, keys, times and views. */
export function findsItsWay(visit: FleetVisit): void {
  const { rows, address, open, settled } = visit;
  const main = () => visit.page.locator('main');

  it('answers which container sends the most, and leads to it', async () => {
    await open('/containers?sort=traffic');
    await seen('containers are listed', async () => expect(await rows().count()).toBeGreaterThan(5));
    await seen('with what they send', async () => expect(await rows().first().innerText()).toMatch(/bit\/s/));
    const name = await rows().first().locator('a').first().innerText();
    await rows().first().locator('a').first().click();
    await seen('its page is shown', async () => expect(await visit.page.locator('h1').innerText()).toContain(name));
    expect(address().pathname).toMatch(/^\/containers\/[0-9a-f]{64}$/);
  });

  it('filters as it is typed, keeps that in the address, and shows the same by the link', async () => {
    await open('/containers');
    await seen('containers are listed', async () => expect(await rows().count()).toBeGreaterThan(5));
    const filter = visit.page.getByRole('combobox', { name: /filter/i });
    await filter.fill(visit.container.name);
    const onlyThat = async (): Promise<void> => {
      const texts = await rows().allInnerTexts();
      expect(texts.length).toBeGreaterThan(0);
      expect(texts.filter((text) => !text.includes(visit.container.name))).toEqual([]);
    };
    await seen('only that is left', onlyThat);
    expect(address().searchParams.get('f')).toBe(`text:${visit.container.name}`);
    await visit.page.reload();
    await seen('the link shows the same', onlyThat);
    await filter.fill(`host:${visit.host.name}`);
    await filter.press('Enter');
    await seen('a condition is a chip', async () =>
      expect(await visit.page.getByRole('search').first().innerText()).toContain(visit.host.name),
    );
    await visit.page.getByRole('link', { name: 'Interfaces', exact: true }).first().click();
    await seen('it goes along to other pages', async () => {
      expect(address().searchParams.get('f')).toBe(`host:${visit.host.name}`);
      const texts = await rows().allInnerTexts();
      expect(texts.length).toBeGreaterThan(0);
      expect(texts.filter((text) => !text.includes(visit.host.name))).toEqual([]);
    });
  });

  it('finds by Ctrl-K what is called so, and goes there by the keyboard alone', async () => {
    await open('/');
    await settled();
    await visit.page.keyboard.press('Control+k');
    await visit.page.keyboard.type(visit.host.name);
    const found = visit.page.getByRole('dialog').getByRole('option').filter({ hasText: visit.host.name });
    await seen('it is found', async () => expect(await found.count()).toBeGreaterThan(0));
    await visit.page.keyboard.press('Enter');
    await seen('its page is shown', async () =>
      expect(await visit.page.locator('h1').innerText()).toContain(visit.host.name),
    );
    await visit.page.keyboard.press('g');
    await visit.page.keyboard.press('h');
    await seen('keys lead to the hosts', async () => expect(address().pathname).toBe('/hosts'));
    await seen('hosts are listed', async () =>
      expect(await main().innerText()).toContain(`${ALL_HOSTS.toLocaleString('en')} in all`),
    );
    await rows().first().focus();
    await visit.page.keyboard.press('ArrowDown');
    const second = await rows().nth(1).getAttribute('data-row');
    await visit.page.keyboard.press('Enter');
    await seen('Enter opens the row', async () => expect(address().pathname).toBe(`/hosts/${second}`));
  });

  it('goes on where a page’s code or what is searched for does not arrive at first', async () => {
    // In a window of its own: what fails is an error in the browser's log.
    const context = await visit.browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    const failed = new Set<string>();
    const failOnce = (what: string, url: RegExp, body = /^/): Promise<unknown> =>
      page.route(url, (route) => {
        if (failed.has(what) || !body.test(route.request().postData() ?? '')) return route.continue();
        failed.add(what);
        return route.abort('connectionreset');
      });
    await failOnce('code', /\/assets\/HostsPage-[^/]*\.js$/);
    await failOnce('search', /\/graphql$/, /\bsearch\(/);
    await page.goto(`${visit.stack.url}/containers`);
    await page.getByRole('link', { name: 'Hosts', exact: true }).first().click();
    await seen('the page is there', () => expect(new URL(page.url()).pathname).toBe('/hosts'));
    await page.keyboard.press('Control+k');
    await page.keyboard.type(visit.host.name);
    const found = page.getByRole('dialog').getByRole('option').filter({ hasText: visit.host.name });
    await seen('it is found', async () => expect(await found.count()).toBeGreaterThan(0));
    expect([...failed]).toEqual(['code', 'search']);
    await context.close();
  });

  it('looks at another time, holds still, and goes on', async () => {
    await open('/');
    await settled();
    await visit.page.getByRole('button', { name: /Time range/ }).click();
    await visit.page.getByRole('button', { name: '15 min', exact: true }).click();
    await seen('the address tells', async () => expect(address().searchParams.get('range')).toBe('15m'));
    await visit.page.keyboard.press('p');
    await seen('it holds', async () => expect(address().searchParams.get('range')).toMatch(/^\d{13}-\d{13}$/));
    await visit.page.keyboard.press('p');
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
    await visit.page.getByRole('button', { name: 'Menu' }).click();
    await visit.page.getByRole('menuitem', { name: 'Save this view' }).click();
    await visit.page.getByRole('textbox', { name: 'Name' }).fill('Hosts of an hour');
    await visit.page.keyboard.press('Enter');
    await open('/');
    await settled();
    await visit.page.getByRole('button', { name: 'Menu' }).click();
    await visit.page.getByRole('menuitem', { name: 'Hosts of an hour' }).first().click();
    await seen('it is shown', async () => expect(visit.page.url()).toBe(`${visit.stack.url}/hosts?range=1h`));
  });

  it('shows a page alone on a wall', async () => {
    await open('/?kiosk=1');
    await settled();
    expect(await visit.page.getByRole('navigation', { name: 'Pages' }).count()).toBe(0);
    await visit.page.keyboard.press('Escape');
    await seen('Escape brings the pages back', async () =>
      expect(await visit.page.getByRole('navigation', { name: 'Pages' }).count()).toBe(1),
    );
  });

  it('keeps rows and bars apart when the type grows while they are shown', async () => {
    /** How far each row or bar's name lies below the one before, less what it is high itself: below 0 they overlap. */
    const least = (selector: string): Promise<number> =>
      visit.page.evaluate<number>(`Math.min(...[...document.querySelectorAll(${JSON.stringify(selector)})]
        .map((element) => element.getBoundingClientRect()).sort((a, b) => a.top - b.top)
        .map(({ top }, index, all) => index === 0 ? Infinity : top - all[index - 1].bottom))`);
    await open('/containers');
    await seen('containers are listed', async () => expect(await rows().count()).toBeGreaterThan(5));
    await visit.page.setViewportSize({ width: 3840, height: 2160 });
    await seen('rows are as high as their type', async () =>
      expect(await least('main [role=grid] [data-row]')).toBeGreaterThan(-1),
    );
    await open('/interfaces?view=charts');
    /** How far the last bar ends from where its name does. */
    const apart = (): Promise<number | null> =>
      visit.page.evaluate<number | null>(`(() => {
        const [name, drawing] = ['.bar-chart .names li:last-child', '.bar-chart .drawing svg']
          .map((part) => document.querySelector(part)?.getBoundingClientRect().bottom);
        return name && drawing ? Math.abs(name - drawing) : null;
      })()`);
    await seen('bars stand beside their names', async () => expect(await apart()).toBeLessThan(4));
    await visit.page.setViewportSize({ width: 1440, height: 900 });
    await seen('and stay there', async () => expect(await apart()).toBeLessThan(4));
  });
}
