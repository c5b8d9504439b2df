import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { startBrowser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { createPeerLink, type PeerLink } from '../support/link.js';
import { chromium, describeIf, natsServer, root } from '../support/requirements.js';
import { type Stack, startStack } from '../support/stack.js';

/** How long the aggregator is away: long enough to be seen, or the minute that is asked for. */
const GONE_MS = Number(process.env['WEIR_GONE_SECONDS'] ?? 10) * 1_000;
/** On a busy machine a second may be sampled late, and soon another one in time. */
const MOST_APART_MS = GONE_MS / 2;
/** What passes second by second is looked for in so much of the chart: a machine may have come to a halt before. */
const LATELY_MS = 10_000;
const BYTES_PER_SECOND = 200_000;

interface Drawn {
  readonly points: number;
  /** The longest time between two neighbouring points, the later of which is of the time that was asked for. */
  readonly apartMs: number;
  /** From the newest point to the right edge. */
  readonly behindMs: number;
}

/** Runs in the page: reads the first line of its first chart back from the path that is drawn. */
const DRAWN = `(sinceMs) => {
  const chart = document.querySelector('.line-chart');
  const area = chart?.querySelector('[role=slider]');
  if (!area) return { points: 0, apartMs: 0, behindMs: 0 };
  const from = Number(area.getAttribute('aria-valuemin'));
  const perPixel = (Number(area.getAttribute('aria-valuemax')) - from) / area.offsetWidth;
  const lines = [...chart.querySelectorAll('.apexcharts-series')].filter((group) => group.getAttribute('data:realIndex') === '0');
  const paths = lines.flatMap((group) => [...group.children]).filter((child) => child.getAttribute('fill') === 'none');
  const text = paths.map((path) => path.getAttribute('d')).join(' ');
  const times = [...text.matchAll(/[ML]\\s*(-?[\\d.]+)/g)].map(([, x]) => from + Number(x) * perPixel).sort((a, b) => a - b);
  const apart = times.slice(1).map((time, index) => (time < sinceMs ? 0 : time - times[index]));
  return { points: times.length, apartMs: Math.max(0, ...apart), behindMs: from + area.offsetWidth * perPixel - times.at(-1) };
}`;

describeIf([chromium, natsServer, root], 'the dashboard while its server is gone', () => {
  let stack: Stack;
  let link: PeerLink;
  let browser: Browser;
  let stopTraffic: () => Promise<void>;
  /** The two ways in which a chart goes on live: a host's own samples, and the series of anything. */
  let pages: Page[];
  const faults: string[] = [];
  let goneAtMs: number;

  beforeAll(async () => {
    stack = await startStack();
    link = createPeerLink();
    stopTraffic = await link.receiveSteadily(BYTES_PER_SECOND);
    const id = await stack.interfaceId(link.interface);
    browser = await startBrowser();
    pages = await Promise.all([
      open(`/hosts/${await stack.hostId()}?interfaces=${id}`),
      open(`/interfaces/${encodeURIComponent(id)}`),
    ]);
  });

  afterAll(async () => {
    await browser?.close();
    await stopTraffic?.();
    link?.remove();
    await stack?.stop();
  });

  async function open(path: string): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(stack.url + path);
    return page;
  }

  const onEach = async (what: string, look: (page: Page) => Promise<void>, withinMs = 20_000): Promise<void> =>
    void (await Promise.all(pages.map((page) => eventually(`${page.url()} ${what}`, () => look(page), withinMs))));
  const drawn = (page: Page, sinceMs = 0): Promise<Drawn> => page.evaluate<Drawn>(`(${DRAWN})(${sinceMs})`);
  const connection = (page: Page): Promise<string> => page.getByTestId('connection').innerText();

  it('draws what passes second by second', () =>
    onEach('has a line', async (page) => {
      expect(await connection(page)).toContain('Live');
      const { points, apartMs, behindMs } = await drawn(page, Date.now() - LATELY_MS);
      expect(points).toBeGreaterThan(3);
      expect(Math.max(apartMs, behindMs)).toBeLessThan(MOST_APART_MS);
    }));

  it(
    'says that the server is gone, keeps what it knows, and leaves a gap for what it does not',
    async () => {
      goneAtMs = Date.now();
      await stack.aggregator.kill();
      await onEach('says so', async (page) => expect(await connection(page)).toContain('Reconnecting'));
      await onEach(
        'has a gap',
        async (page) => {
          const { points, behindMs } = await drawn(page);
          expect(points).toBeGreaterThan(3);
          expect(behindMs).toBeGreaterThan(GONE_MS);
        },
        GONE_MS + 20_000,
      );
    },
    GONE_MS + 60_000,
  );

  it('goes on by itself, and fills the gap from what was stored meanwhile', async () => {
    await stack.aggregator.restart();
    await onEach('is live', async (page) => expect(await connection(page)).toContain('Live'), 40_000);
    await onEach(
      'has filled the gap',
      async (page) => {
        const { apartMs, behindMs } = await drawn(page, goneAtMs);
        expect(behindMs).toBeLessThan(MOST_APART_MS);
        // The gap was seen to be longer than that; an agent that was held up leaves a shorter one.
        expect(apartMs).toBeLessThan(GONE_MS);
      },
      40_000,
    );
  });

  it('breaks nothing meanwhile', () => expect(faults).toEqual([]));
});
