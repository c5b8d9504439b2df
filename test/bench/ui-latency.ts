import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { kernelCounters, type PeerLink } from '../support/link.js';
import { eventually } from '../support/eventually.js';
import type { Stack } from '../support/stack.js';
import { quick } from './report.js';

const BURST_BYTES = 2_000_000;
const WITHIN_MS = 30_000;
/** Once the burst before is over; then the next falls on any moment of a second. */
const REST_MS = quick ? 0 : 5_000;

/** Runs in the page: whether an interface's row shows a rate that only a burst has. The last line is the speed of its link. */
const IN_BURST = `(name) => {
  const row = [...document.querySelectorAll('[role=row][data-row]')].find((each) => each.innerText.includes(name));
  return /\\d\\s?[kMG]bit\\/s/.test(row.innerText.replace(/^.*Gbit\\/s$/m, ''));
}`;

/** Runs in the page: resolves at the frame in which both the interface's row and the end of its line in the chart show a burst. */
const PAINTED = `(name) => new Promise((resolve, reject) => {
  const until = performance.now() + ${WITHIN_MS};
  const height = () => {
    const group = document.querySelector('.apexcharts-canvas .apexcharts-series');
    const paths = [...group.querySelectorAll(':scope > path[fill="none"]')].map((path) => path.getAttribute('d')).filter(Boolean);
    return Number(paths.at(-1)?.match(/-?[\\d.]+(?=\\s*$)/)?.[0]);
  };
  const before = height() || 0;
  const look = () => {
    if ((${IN_BURST})(name) && Math.abs(height() - before) > 1) requestAnimationFrame(() => resolve(Date.now()));
    else if (performance.now() > until) reject(new Error('no burst was shown of ' + name));
    else requestAnimationFrame(look);
  };
  look();
})`;

/** From a kernel counter's move to the frame that shows it, on the page of this host. */
export async function measureLatencies(
  browser: Browser,
  stack: Stack,
  link: PeerLink,
  { samples, closely }: { samples: number; closely: boolean },
): Promise<number[]> {
  const { id, hostId } = await interfaceNamed(stack, link.interface);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${stack.url}/hosts/${hostId}?interfaces=${id}${closely ? '&closely=1' : ''}`);
  await page.waitForSelector('.apexcharts-canvas path', { state: 'attached' });
  await page.getByRole('row').filter({ hasText: link.interface }).first().waitFor();
  const latencies: number[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    await eventually('the burst before is over', async () => {
      if (await page.evaluate<boolean>(`(${IN_BURST})(${JSON.stringify(link.interface)})`))
        throw new Error('it is not');
    });
    await sleep(REST_MS + Math.random() * 1_000);
    latencies.push(await measureOne(page, link));
  }
  await page.close();
  return latencies;
}

async function interfaceNamed(stack: Stack, name: string): Promise<{ id: string; hostId: string }> {
  const query =
    'query ($name: String!) { interfaces(filter: { interface: { eq: $name } }) { nodes { id host { id } } } }';
  return eventually(`the interface ${name} is listed`, async () => {
    const { interfaces } = await stack.graphql<{ interfaces: { nodes: { id: string; host: { id: string } }[] } }>(
      query,
      {
        name,
      },
    );
    const [found] = interfaces.nodes;
    if (!found) throw new Error('none has that name');
    return { id: found.id, hostId: found.host.id };
  });
}

/** Both clocks are this machine's: when the kernel's counter had moved, and when the frame with it was painted. */
async function measureOne(page: Page, link: PeerLink): Promise<number> {
  const painted = page.evaluate<number>(`(${PAINTED})(${JSON.stringify(link.interface)})`);
  const before = kernelCounters(link.interface).rxBytes;
  const received = link.receive(BURST_BYTES);
  while (kernelCounters(link.interface).rxBytes < before + 100_000n) await breathe();
  const movedAt = Date.now();
  await received;
  return (await painted) - movedAt;
}
