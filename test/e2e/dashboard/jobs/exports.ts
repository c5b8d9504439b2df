import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { faultsOfAccess } from '../../../support/axe.js';
import { seen } from '../visit.js';
import { exportHosts, HOSTS, type JobsVisit, newestJob } from './visit.js';

/** A list as a file that is made while one does something else. */
export function exportsInTheBackground(visit: JobsVisit): void {
  const job = () => newestJob(visit);
  const words = (): Promise<string> => job().innerText();

  it('makes a list in the background: how far it is, then its file, which has the rows of the API', async () => {
    const release = await visit.reporting.hold();
    await exportHosts(visit);
    await seen('it leads to what goes on', async () => {
      expect(new URL(visit.page.url()).searchParams.get('job')).toBe(await job().getAttribute('data-job'));
      expect(await words()).toMatch(/Is being made, 99 %, 3 rows\s+Export of hosts as CSV, asked for by local/);
    });
    const bar = job().getByRole('progressbar', { name: 'Progress of Export of hosts as CSV' });
    expect(await bar.evaluate((element) => (element as unknown as { position: number }).position)).toBe(0.99);
    expect(await faultsOfAccess(visit.page, 'main')).toEqual([]);
    await release();
    await seen('it is done', async () => expect(await words()).toMatch(/Done at \d{4}/));
    expect(await bar.count()).toBe(0);
    const [file] = await Promise.all([
      visit.page.waitForEvent('download'),
      job().getByRole('link', { name: 'weir-hosts.csv' }).click(),
    ]);
    const [head, ...rows] = readFileSync(await file.path(), 'utf8')
      .trim()
      .split('\r\n');
    const listed = (await (await fetch(`${visit.url}/api/v1/hosts`)).json()) as { id: string; name: string }[];
    expect(head).toMatch(/^id,name,/);
    expect(rows.map((row) => row.split(',').slice(0, 2))).toEqual(listed.map(({ id, name }) => [id, name]));
    expect(listed.map(({ name }) => name)).toEqual(HOSTS);
  });

  it('moves a bar of which nobody can say how far it is, and ends a long one', async () => {
    const client = await visit.reporting.pool.connect();
    await client.query('BEGIN; LOCK TABLE host IN ACCESS EXCLUSIVE MODE');
    const { startReport } = await visit.reporting.ask<{ startReport: { job: { id: string } } }>(
      'mutation { startReport(input: { kind: FLEET, range: LAST_DAY }, formats: [PDF]) { job { id } } }',
    );
    await visit.page.goto(`${visit.url}/reports?job=${startReport.job.id}`);
    await seen('it is begun', async () => expect(await words()).toMatch(/Is being made, reads what it begins with/));
    expect(await job().getByRole('progressbar').getAttribute('value')).toBeNull();
    await job().getByRole('button', { name: 'Cancel' }).click();
    await seen('it is ended', async () => expect(await words()).toMatch(/Ended by somebody/));
    await client.query('ROLLBACK');
    client.release();
    expect(await job().getByRole('link').count()).toBe(0);
    expect(await job().getByRole('button').count()).toBe(0);
  });

  it('says why one failed, and when it is tried again', async () => {
    await visit.reporting.refuse(true);
    await exportHosts(visit);
    await seen('it says so', async () =>
      expect(await words()).toMatch(
        /Tried again at \d{4}-\d\d-\d\d \d\d:\d\d[^]*export: failed unexpectedly: weir's log says why, under the error/,
      ),
    );
    await visit.reporting.refuse(false);
    await visit.reporting.pool.query(`UPDATE job SET next_try_at = now() WHERE state = 'queued'`);
    await seen('it is made', async () => expect(await words()).toMatch(/Done at/), 30_000);
    expect(await words()).not.toContain('failed unexpectedly');
  });

  it('says on the page of the list why one is not begun', async () => {
    await visit.reporting.pool.query(
      `INSERT INTO job (id, kind, title, asked, scope_key, made_by)
      SELECT gen_random_uuid(), 'nobodys', 'waits', '{}', '', 'local' FROM generate_series(1, 20)`,
    );
    await exportHosts(visit);
    await seen('it says so', async () =>
      expect(await visit.page.getByRole('alert').innerText()).toMatch(
        /^Not begun: path would be your job 21 that waits: cancel one/,
      ),
    );
    expect(new URL(visit.page.url()).pathname).toBe('/hosts');
    await visit.reporting.pool.query(`DELETE FROM job WHERE kind = 'nobodys'`);
  });
}
