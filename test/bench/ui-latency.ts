import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { kernelCounters, type PeerLink } from '../support/link.js';
import { eventually } from '../support/eventually.js';
import type { Stack } from '../support/stack.js';
import { quick } from './report.js';

const BURST_BYTES = 2_000_000;
/** By then the burst before is no longer the newest thing on the chart. */
const BETWEEN_BURSTS_MS = quick ? 3_000 : 8_000;

/** Runs in the page: resolves at the frame in which the interface's rate and a new chart line are both on screen. */
const PAINTED = `(name) => new Promise((resolve) => {
  const row = [...document.querySelectorAll('[role=row][data-row]')].find((each) => each.innerText.includes(name));
  const line = () => document.querySelector('.apexcharts-canvas path.apexcharts-area, .apexcharts-canvas path.apexcharts-line')?.getAttribute('d');
  const before = line();
  const look = () => {
    const moved = /\\d\\s?[kMG]bit\\/s/.test(row.innerText.replace(/^.*Gbit\\/s$/m, ''));
    if (moved && line() !== before) requestAnimationFrame(() => resolve(Date.now()));
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
    // Bursts fall on any moment of the second.
    await sleep(BETWEEN_BURSTS_MS + Math.random() * 1_000);
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
