import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { faultsOfAccess } from '../../../support/axe.js';
import { seen } from '../visit.js';
import type { JobsVisit } from './visit.js';

/** What fails is asked again after 3 s where it may pass. */
const ASKED_AGAIN_MS = 3_000;

/** A report on the screen that cannot be had. */
export function triesReportsAgain(visit: JobsVisit): void {
  const main = () => visit.page.locator('main');
  const again = () => main().getByRole('button', { name: 'Try again' });

  it('says why a report cannot be shown, and asks again when somebody wants it', async () => {
    let asked = 0;
    visit.page.on('request', (request) => (asked += /query ReportOf/.test(request.postData() ?? '') ? 1 : 0));
    const id = randomUUID();
    await visit.page.goto(`${visit.url}/reports/show?kind=host&host=${id}&over=last_day`);
    await seen('it says why', async () =>
      expect(await main().innerText()).toMatch(/The aggregator refuses this: .*host.* is /),
    );
    expect(await faultsOfAccess(visit.page, 'main')).toEqual([]);
    await sleep(ASKED_AGAIN_MS + 1_000);
    expect(asked).toBe(1);
    await visit.reporting.pool.query(
      `INSERT INTO host (id, name, first_seen, last_seen) VALUES ($1, 'late', now(), now())`,
      [id],
    );
    await again().click();
    await seen('it is shown', async () => expect(await main().innerText()).toMatch(/No traffic is known between/));
    expect([asked, await again().count()]).toEqual([2, 0]);
  });

  it('asks again by itself where the failure may pass', async () => {
    const [aggregator] = visit.reporting.replicas;
    await main().getByRole('link', { name: 'Change the report' }).click();
    await main().getByLabel('About').selectOption('FLEET');
    await aggregator?.kill();
    await main().getByRole('button', { name: 'Show the report' }).click();
    await seen('it says why', async () =>
      expect(await main().innerText()).toMatch(/The aggregator cannot be reached\s+It is asked again by itself/),
    );
    await aggregator?.restart();
    await seen('it is shown', async () => expect(await main().innerText()).toMatch(/No traffic is known/), 60_000);
    expect(await again().count()).toBe(0);
  });
}
