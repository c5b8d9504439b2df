import { expect, it } from '@jest/globals';
import { seen, type Visit } from './visit.js';

/** Twice a minute, and some frames are looked at before. */
const TOLD_WITHIN_MS = 45_000;
const KINDS = ['load', 'page', 'frame'] as const;
const TIMINGS = /dashboard\/timings$/;

interface Measure {
  readonly kind: string;
  readonly page: string;
  readonly milliseconds: number;
}

/** What the dashboard tells of itself arrives, and nothing else does. */
export function tellsHowFastItIs(visit: Visit): void {
  it('tells the aggregator by itself how fast it is', async () => {
    const context = await visit.browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    // Pages that nobody else looks at meanwhile: these figures are its own.
    const count = (kind: string, name: string): Promise<number> =>
      visit.stack.metric(`weir_dashboard_${kind}_seconds_count{page="${name}"}`);
    const [loads, pages] = [await count('load', 'capacity'), await count('page', 'workloads')];
    await page.goto(`${visit.stack.url}/capacity`);
    await seen('it has its answers', async () => {
      expect(await page.locator('main').count()).toBe(1);
      expect(await page.locator('main [aria-busy="true"]').count()).toBe(0);
    });
    await page.waitForTimeout(300);
    await page.getByRole('link', { name: 'Workloads', exact: true }).first().click();
    const measures: Measure[] = [];
    page.on('request', (request) => {
      if (TIMINGS.test(request.url())) measures.push(...(request.postDataJSON() as { measures: Measure[] }).measures);
    });
    const missing = () => KINDS.filter((kind) => !measures.some((each) => each.kind === kind));
    await seen('each kind is told', () => expect(missing()).toEqual([]), TOLD_WITHIN_MS);
    expect(measures.every(({ milliseconds }) => milliseconds > 0)).toBe(true);
    await seen('it is counted', async () => {
      expect(await count('load', 'capacity')).toBe(loads + 1);
      expect(await count('page', 'workloads')).toBe(pages + 1);
      expect(await count('frame', 'workloads')).toBeGreaterThan(0);
    });
    await context.close();
  }, 90_000);

  it('takes no more of that than a page can tell, and from no other site', async () => {
    const sent = JSON.stringify({ measures: [{ kind: 'load', page: 'overview', milliseconds: 640 }] });
    const post = (body: string, headers: Record<string, string> = {}): Promise<Response> =>
      fetch(`${visit.stack.url}/api/v1/dashboard/timings`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      });
    expect((await post(sent)).status).toBe(204);
    expect((await post('{}')).status).toBe(400);
    expect((await post('x'.repeat(9_000))).status).toBe(413);
    expect((await post(sent, { origin: 'https://elsewhere.example' })).status).toBe(403);
    const many = await Promise.all(Array.from({ length: 120 }, () => post(sent)));
    expect(many.some(({ status }) => status === 429)).toBe(true);
  });
}
