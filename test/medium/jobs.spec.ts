import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { LOCAL } from '../../apps/aggregator/src/access/caller.js';
import { newestIds } from '../../apps/aggregator/src/jobs/job-list.js';
import { JobWork } from '../../apps/aggregator/src/jobs/job-work.js';
import { READ_TIMEOUT_MS } from '../../apps/aggregator/src/store/database.js';
import { CHUNK_BYTES } from '../../apps/aggregator/src/store/jobs/files.js';
import { writeCancelled, writeFailed, writeLater } from '../../apps/aggregator/src/store/jobs/outcome.js';
import { cancelJob, claimJob, insertJob } from '../../apps/aggregator/src/store/jobs/queue.js';
import { makeToken, type TestToken } from '../support/access.js';
import { ask, type Told } from '../support/asking.js';
import { eventually } from '../support/eventually.js';
import { JOB, type Reporting, type SeenJob, startReporting } from '../support/reporting.js';
import { describeIf, natsServer } from '../support/requirements.js';

const START = `mutation ($path: String!) { startExport(path: $path) { job { ${JOB} } refusals { field reason } } }`;
const CANCEL = `mutation ($id: ID!) { cancelJob(id: $id) { job { ${JOB} } refusals { field reason } } }`;
const ASKED_BY = { accountId: null, tokenId: null, scope: null, scopeKey: '', madeBy: 'local' } as const;
/** Of a kind that no process here does. */
const NOBODYS = { kind: 'large' as 'export', title: 'large', asked: {}, by: ASKED_BY, reportId: null, dueMs: null };
const MB = 1024 * 1024;
const LARGE_MB = 100;
/** As many as three times is read at once, of a third of a kilobyte. */
const EVENTS = 15_000;

interface Started {
  readonly job: SeenJob | null;
  readonly refusals: readonly { readonly field: string; readonly reason: string }[];
}

describeIf(natsServer, 'what is done in the background', () => {
  let reporting: Reporting;
  let tokens: Record<'owner' | 'other' | 'scoped' | 'operator' | 'admin', TestToken>;
  const url = (): string => reporting.replicas[0]?.url ?? '';

  const start = async (path: string): Promise<Started> =>
    (await reporting.ask<{ startExport: Started }>(START, { path })).startExport;
  const started = async (path: string): Promise<string> => {
    const { job, refusals } = await start(path);
    if (!job) throw new Error(JSON.stringify(refusals));
    return job.id;
  };
  const cancel = async (id: string): Promise<SeenJob | null> =>
    (await reporting.ask<{ cancelJob: Started }>(CANCEL, { id })).cancelJob.job;
  const chunksOf = async (id: string): Promise<number> =>
    (
      await reporting.pool.query<{ count: number }>('SELECT count(*)::int AS count FROM job_chunk WHERE job_id = $1', [
        id,
      ])
    ).rows[0]?.count ?? -1;
  /** By a name that is not this machine's, so that nobody is signed in by being here. */
  const by = (token: TestToken | null): { readonly headers: Record<string, string> } => ({
    headers: { host: 'weir', ...token?.header },
  });
  const as = (token: TestToken | null, query: string): Promise<Told> =>
    ask(`${url()}/graphql`, { method: 'POST', body: { query }, ...by(token) });

  beforeAll(async () => {
    reporting = await startReporting(1);
    await reporting.pool.query(
      `INSERT INTO host (id, name, first_seen, last_seen) SELECT gen_random_uuid(), 'web-' || n, now(), now() FROM generate_series(1, 3) AS n`,
    );
    tokens = {
      owner: await makeToken(url(), { role: 'VIEWER' }),
      other: await makeToken(url(), { role: 'VIEWER' }),
      scoped: await makeToken(url(), { role: 'VIEWER', scope: { hosts: ['web-1'] } }),
      operator: await makeToken(url(), { role: 'OPERATOR' }),
      admin: await makeToken(url(), { role: 'ADMIN' }),
    };
  });
  afterAll(() => reporting.end());

  it('is the file that the route would send', async () => {
    const path = '/api/v1/export/hosts.csv?host=web-2';
    const { files } = await reporting.until(await started(path), 'DONE');
    expect(files).toEqual([
      expect.objectContaining({ name: 'weir-hosts.csv', type: expect.stringMatching(/^text\/csv/) }),
    ]);
    const [made, sent] = await Promise.all([files[0]?.path ?? '', path].map(async (each) => fetch(url() + each)));
    expect(made?.headers.get('content-disposition')).toBe('attachment; filename="weir-hosts.csv"');
    expect(await made?.text()).toBe(await sent?.text());
  });

  it.each([
    ['/api/v1/hosts', 'path', /^is no export: .* the name one of averages, .*, the format of csv, json, ndjson/],
    ['/api/v1/export/hosts.pdf', 'path', /^is no export/],
    ['https://elsewhere.example/api/v1/export/hosts.csv', 'path', /^is no export/],
    ['/api/v1/export/hosts.csv?hots=web', 'hots', /^is not known here/],
    ['/api/v1/export/series.csv?step=abc', 'step', /./],
    ['/api/v1/export/totals.csv?from=2026-11-20T12:00:00Z&to=2026-11-19T12:00:00Z', 'from', /./],
  ])('refuses %s at %s', async (path, field, reason) => {
    expect(await start(path)).toEqual({ job: null, refusals: [{ field, reason: expect.stringMatching(reason) }] });
  });

  it('says how far it is, and is ended within two seconds, of which nothing is left', async () => {
    const release = await reporting.hold();
    const id = await started('/api/v1/export/hosts.json');
    await eventually('it is told', async () => expect((await reporting.job(id)).step).toBe('3 rows'));
    const atMs = Date.now();
    await cancel(id);
    await release();
    await reporting.until(id, 'CANCELLED', 3_000);
    expect(Date.now() - atMs).toBeLessThan(3_000);
    expect(await chunksOf(id)).toBe(0);
    expect(await cancel(id)).toMatchObject({ state: 'CANCELLED', files: [] });
  });

  it('tells how much of a report is made, and all of it only once its file can be had', async () => {
    const client = await reporting.pool.connect();
    // Alerts are told before what was found.
    await client.query('BEGIN; LOCK TABLE pattern IN ACCESS EXCLUSIVE MODE');
    const { startReport } = await reporting.ask<{ startReport: { job: SeenJob } }>(
      `mutation { startReport(input: { kind: ALERTS, range: LAST_DAY }, formats: [CSV, JSON]) { job { ${JOB} } } }`,
    );
    const { id } = startReport.job;
    expect(startReport.job.progress).toBeNull();
    await eventually('one of two parts is made', async () =>
      expect(await reporting.job(id)).toMatchObject({ state: 'RUNNING', progress: 0.5, step: 'makes part 2 of 2' }),
    );
    const release = await reporting.hold();
    await client.query('ROLLBACK');
    client.release();
    await eventually('both are made, and written by nobody', async () =>
      expect(await reporting.job(id)).toMatchObject({ state: 'RUNNING', progress: 0.99, step: 'writes the end' }),
    );
    await release();
    expect(await reporting.until(id, 'DONE')).toMatchObject({ progress: 1, step: null });
  });

  it('tells how many rows of an export are written, which never become fewer', async () => {
    await reporting.pool.query(
      `INSERT INTO event (host_id, time, kind, subject, text)
      SELECT min(host_id), now() - n * interval '1 second', 'interface.mtu', 'host/eth0', repeat('word ', 60)
      FROM host, generate_series(1, $1) AS n GROUP BY n`,
      [EVENTS],
    );
    await reporting.slow(0.4);
    const id = await started('/api/v1/export/events.json');
    const told: (number | null)[] = [];
    const job = await eventually('it is done', async () => {
      const seen = await reporting.job(id);
      if (seen.progress !== told.at(-1)) told.push(seen.progress);
      expect(seen.state).toBe('DONE');
      return seen;
    });
    await reporting.slow(0);
    const shares = told.filter((share) => share !== null);
    expect(shares).toEqual([...shares].sort((one, other) => one - other));
    expect(shares.slice(0, -1).every((share) => share < 1)).toBe(true);
    expect(shares).toContainEqual(expect.closeTo(1 / 3, 2));
    expect([shares.at(-1), job.progress]).toEqual([1, 1]);
    const made = await fetch(url() + (job.files[0]?.path ?? ''));
    expect(await made.json()).toHaveLength(EVENTS);
  });

  it('is ended although the database does not answer what it asks', async () => {
    const client = await reporting.pool.connect();
    await client.query('BEGIN; LOCK TABLE host IN ACCESS EXCLUSIVE MODE');
    const id = await started('/api/v1/export/hosts.json');
    await reporting.until(id, 'RUNNING');
    await cancel(id);
    await reporting.until(id, 'CANCELLED', 3_000);
    await client.query('ROLLBACK');
    client.release();
  });

  it('has a minute for each question, where a page has ten seconds', async () => {
    const client = await reporting.pool.connect();
    await client.query('BEGIN; LOCK TABLE host IN ACCESS EXCLUSIVE MODE');
    const { startReport } = await reporting.ask<{ startReport: { job: SeenJob } }>(
      `mutation { startReport(input: { kind: FLEET, range: LAST_DAY }, formats: [CSV]) { job { ${JOB} } } }`,
    );
    const ids = [startReport.job.id, await started('/api/v1/export/hosts.json')];
    await Promise.all(ids.map((id) => reporting.until(id, 'RUNNING')));
    await sleep(READ_TIMEOUT_MS + 2_000);
    for (const id of ids) expect(await reporting.job(id)).toMatchObject({ state: 'RUNNING', failure: null });
    await client.query('ROLLBACK');
    client.release();
    for (const id of ids) expect(await reporting.until(id, 'DONE')).toMatchObject({ tries: 1 });
  });

  it('waits in a queue of which nobody takes all, and is ended there at once', async () => {
    const release = await reporting.hold();
    const ids: string[] = [];
    for (let count = 0; count < 20; count++) ids.push(await started('/api/v1/export/hosts.csv'));
    expect((await start('/api/v1/export/hosts.csv')).refusals).toEqual([
      { field: 'path', reason: 'would be your job 21 that waits: cancel one, or wait until one is done' },
    ]);
    // Another token of the same account takes none of its own besides.
    const other = await as(
      tokens.owner,
      `mutation { startExport(path: "/api/v1/export/hosts.csv") { refusals { field } } }`,
    );
    expect(other.json.data.startExport.refusals).toEqual([{ field: 'path' }]);
    expect(await cancel(ids.at(-1) ?? '')).toMatchObject({ state: 'CANCELLED', tries: 0 });
    expect((await start('/api/v1/export/hosts.csv')).refusals).toEqual([]);
    await release();
    await eventually('all are done', async () => {
      const { rows } = await reporting.pool.query(`SELECT FROM job WHERE state IN ('queued', 'running')`);
      expect(rows).toHaveLength(0);
    });
  });

  it('is of who asked for it, and of admins: others, who see less, and nobody at all have neither it nor its file', async () => {
    const answer = await as(tokens.owner, `mutation { startExport(path: "/api/v1/export/hosts.csv") { job { id } } }`);
    const id: string = answer.json.data.startExport.job.id;
    const [file] = (await reporting.until(id, 'DONE')).files;
    const statusOf = async (token: TestToken | null, path: string): Promise<number> =>
      (await ask(url() + path, by(token))).status;
    const seenBy = async (token: TestToken): Promise<unknown[]> => {
      const { json } = await as(token, `{ job(id: "${id}") { id } jobs { nodes { id } } }`);
      return [json.data.job, (json.data.jobs.nodes as { id: string }[]).some((each) => each.id === id)];
    };
    for (const [token, status] of [
      [tokens.owner, 200],
      [tokens.admin, 200],
      [tokens.other, 404],
      [tokens.scoped, 404],
      [tokens.operator, 404],
      [null, 401],
    ] as const) {
      expect(await statusOf(token, `/api/v1/job/${id}`)).toBe(status);
      expect(await statusOf(token, file?.path ?? '')).toBe(status);
      if (token) expect(await seenBy(token)).toEqual(status === 200 ? [{ id }, true] : [null, false]);
    }
    const ended = await as(tokens.other, `mutation { cancelJob(id: "${id}") { job { id } refusals { field } } }`);
    expect(ended.json.data.cancelJob).toEqual({ job: null, refusals: [{ field: 'id' }] });
  });

  it('sees no more hosts than who asked for it', async () => {
    const answer = await as(tokens.scoped, `mutation { startExport(path: "/api/v1/export/hosts.csv") { job { id } } }`);
    const { files } = await reporting.until(answer.json.data.startExport.job.id, 'DONE');
    const { text } = await ask(url() + (files[0]?.path ?? ''), by(tokens.scoped));
    expect(text.split('\r\n')).toHaveLength(3);
    expect(text).toContain('web-1');
  });

  it('refuses a file that went meanwhile, and says so', async () => {
    const id = await started('/api/v1/export/hosts.csv');
    const [file] = (await reporting.until(id, 'DONE')).files;
    await reporting.pool.query('DELETE FROM job_file WHERE job_id = $1', [id]);
    await reporting.pool.query('UPDATE job SET files_gone_at = now() WHERE id = $1', [id]);
    const { status, json } = await ask(url() + (file?.path ?? ''));
    expect([status, json.detail]).toEqual([404, 'There is no file "weir-hosts.csv" of this job any more']);
  });

  it('was ended by who ended it in its last second, whatever else became of it', async () => {
    const id = randomUUID();
    await insertJob(reporting.pool, { ...NOBODYS, id });
    const claimed = await claimJob(reporting.pool, randomUUID(), [NOBODYS.kind]);
    if (!claimed) throw new Error('it was taken by somebody else');
    await cancelJob(reporting.pool, id);
    const refusal = { field: 'host', reason: 'is gone' };
    expect(await writeLater(reporting.pool, claimed, refusal, 60_000)).toBe(false);
    expect(await writeFailed(reporting.pool, claimed, refusal, [])).toBe(false);
    await writeCancelled(reporting.pool, claimed);
    expect(await reporting.job(id)).toMatchObject({ state: 'CANCELLED', failure: null });
  });

  it('is over although nobody can be told of it, as of one that another version asked for', async () => {
    const id = randomUUID();
    await insertJob(reporting.pool, { ...NOBODYS, id });
    await reporting.pool.query(`UPDATE job SET kind = 'report', tries = 4 WHERE id = $1`, [id]);
    expect((await reporting.until(id, 'FAILED')).failure?.field).toBe('process');
  });

  it('is the newest of a report among those that are seen', async () => {
    const reportId = randomUUID();
    const [own, later] = [randomUUID(), randomUUID()];
    for (const [id, token] of [
      [own, tokens.owner],
      [later, tokens.other],
    ] as const) {
      await insertJob(reporting.pool, { ...NOBODYS, id, reportId, by: { ...ASKED_BY, tokenId: token.id } });
    }
    const owner = { ...LOCAL, kind: 'token', role: 'viewer', credentialId: tokens.owner.id } as const;
    expect(await newestIds(reporting.pool, owner, [reportId])).toEqual([own]);
    expect(await newestIds(reporting.pool, LOCAL, [reportId])).toEqual([later]);
    for (const id of [own, later]) await cancelJob(reporting.pool, id);
  });

  it(`writes and sends a file of ${LARGE_MB} MB without holding it`, async () => {
    const id = '12345678-0000-4000-8000-000000000001';
    await insertJob(reporting.pool, { ...NOBODYS, id });
    const claimed = await claimJob(reporting.pool, randomUUID(), [NOBODYS.kind]);
    if (!claimed) throw new Error('it was taken by somebody else');
    const work = new JobWork(reporting.pool, claimed);
    let [most, lines] = [0, 0];
    // As renderers hand it on, in pieces that are none of ours.
    async function* pieces(): AsyncGenerator<string> {
      const line = `${'0123456789'.repeat(9)}\n`;
      const piece = line.repeat(700);
      for (let bytes = 0; bytes < LARGE_MB * MB; bytes += piece.length) {
        most = Math.max(most, process.memoryUsage().arrayBuffers);
        lines += 700;
        yield piece;
      }
    }
    const before = process.memoryUsage().arrayBuffers;
    expect(await work.write('large.csv', 'text/csv', pieces())).toBeNull();
    expect((most - before) / MB).toBeLessThan(LARGE_MB * 0.75);
    await reporting.pool.query(`UPDATE job SET state = 'done', finished_at = now() WHERE id = $1`, [id]);
    expect(await chunksOf(id)).toBe(Math.ceil((lines * 91) / CHUNK_BYTES));

    const rssMb = (): number =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${reporting.replicas[0]?.pid}/status`, 'utf8'))?.[1]) / 1024;
    const path = `/api/v1/job/${id}/file/large.csv`;
    let [received, earlyMb, lateMb] = [0, 0, 0];
    for await (const chunk of (await fetch(url() + path, { headers: { 'accept-encoding': 'identity' } })).body ?? []) {
      const isMegabyte = Math.floor(received / MB) < Math.floor((received + (chunk as Uint8Array).length) / MB);
      received += (chunk as Uint8Array).length;
      if (!isMegabyte) continue;
      // What a process takes for its first large answer is not the file.
      if (received < (LARGE_MB / 4) * MB) earlyMb = Math.max(earlyMb, rssMb());
      else lateMb = Math.max(lateMb, rssMb());
    }
    expect(received).toBe(lines * 91);
    // Read a megabyte at a time it grew by 119 MB; what garbage collection leaves lying is a third of the file.
    expect(lateMb - earlyMb).toBeLessThan(LARGE_MB / 2);
  });
});
