import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Reporting, startReporting } from '../../support/reporting.js';
import { describeIf, natsServer } from '../../support/requirements.js';
import { type AskRest, restOf } from '../../support/rest.js';

const JOBS = '/api/v1/job';
const ONE_REPORT = '/api/v1/saved-report/{id}';
const NOWHERE = '12345678-0000-4000-8000-000000000000';
const START = `mutation ($input: ReportInput!) { startReport(input: $input, formats: [CSV]) { job { id } refusals { field reason } } }`;
const SAVE = `mutation ($input: SavedReportInput!) { saveReport(input: $input) { report { id } refusals { field reason } } }`;
const RUN = `mutation ($id: ID!) { runReport(id: $id) { job { id } refusals { field reason } } }`;

interface RestJob {
  readonly id: string;
  readonly title: string;
  readonly reportId: string | null;
}
type Started = Readonly<Record<string, { readonly job: { readonly id: string } }>>;

describeIf(natsServer, 'what is done in the background, and how weir is set, over REST', () => {
  let reporting: Reporting;
  let ask: AskRest;
  let reportId: string;
  const host = randomUUID();

  const done = async (query: string, variables: Record<string, unknown>): Promise<string> => {
    const [started] = Object.values(await reporting.ask<Started>(query, variables));
    return (await reporting.until(started?.job.id ?? '', 'DONE')).id;
  };
  const titles = async (query: string): Promise<string[]> =>
    (await ask<RestJob[]>(JOBS, query)).body.map(({ title }) => title);

  beforeAll(async () => {
    reporting = await startReporting(1);
    ask = await restOf(reporting.replicas[0]?.url ?? '');
    await reporting.pool.query(
      `INSERT INTO host (id, name, agent, first_seen, last_seen) VALUES ($1, 'web-1', '{"intervalMs": 1000, "off": ["latency"]}', now(), now())`,
      [host],
    );
    const form = {
      ...{ name: 'Of web-1', input: { kind: 'HOST', host, range: 'LAST_DAY', filter: { uplink: true } } },
      schedule: { timeZone: 'Asia/Kolkata', formats: ['CSV'], cron: '0 6 * * *' },
    };
    const { saveReport } = await reporting.ask<{ saveReport: { report: { id: string } } }>(SAVE, { input: form });
    reportId = saveReport.report.id;
    await done(RUN, { id: reportId });
    await done(START, { input: { kind: 'HOST', host } });
    await done(START, { input: { kind: 'TALKERS', host } });
    await done(START, { input: { kind: 'CUSTOM', sections: ['QUOTAS'] } });
    await done(`mutation { startExport(path: "/api/v1/export/hosts.csv") { job { id } } }`, {});
  });
  afterAll(() => reporting.end());

  it('lists jobs by what they are of, page by page', async () => {
    const all = ['Export of hosts as CSV', 'Report', 'Report: Top talkers on web-1', 'Report: Host web-1', 'Of web-1'];
    expect(await titles('')).toEqual(all);
    expect(await titles('kind=export')).toEqual(all.slice(0, 1));
    expect(await titles('state=failed')).toEqual([]);
    const first = await ask<RestJob[]>(JOBS, 'limit=3&kind=report');
    expect(first.body).toHaveLength(3);
    const second = await ask<RestJob[]>(JOBS, first.next?.split('?')[1] ?? '');
    expect([second.body.map(({ title }) => title), second.next]).toEqual([['Of web-1'], null]);
  });

  it('tells the history of a saved report, and of none where the id is none, as GraphQL does', async () => {
    const ofReport = async (id: string): Promise<unknown[]> => {
      const query = `query ($id: ID!) { jobs(reportId: $id) { nodes { title } } }`;
      const { jobs } = await reporting.ask<{ jobs: { nodes: { title: string }[] } }>(query, { id });
      return [await titles(`reportId=${encodeURIComponent(id)}`), jobs.nodes.map(({ title }) => title)];
    };
    expect(await ofReport(reportId)).toEqual([['Of web-1'], ['Of web-1']]);
    for (const id of [NOWHERE, reportId.toUpperCase(), 'x']) expect(await ofReport(id)).toEqual([[], []]);
  });

  it('answers one saved report with what it is of, and what came of it', async () => {
    const { body } = await ask(ONE_REPORT, '', `/api/v1/saved-report/${reportId}`);
    expect(body).toMatchObject({
      ...{ id: reportId, name: 'Of web-1', kind: 'host', cron: '0 6 * * *', timeZone: 'Asia/Kolkata' },
      input: { kind: 'host', host, range: 'lastDay', filter: { uplink: true }, timeZone: null, from: null },
      lastJob: { title: 'Of web-1', state: 'done', reportId, dueAt: null },
    });
    const missing = await ask<{ detail: string }>(ONE_REPORT, '', '/api/v1/saved-report/x');
    expect([missing.status, missing.body.detail]).toEqual([404, 'There is no saved report with id "x" that you see']);
  });

  it('lists since when a saved report is that has no end', async () => {
    const input = {
      ...{ name: 'Since October', input: { kind: 'FLEET', from: '2026-10-01T00:00:00+05:30' } },
      schedule: { timeZone: 'Asia/Kolkata', formats: ['CSV'] },
    };
    await reporting.ask(SAVE, { input });
    const { body } = await ask<object[]>('/api/v1/saved-report');
    expect(body).toMatchObject([
      { name: 'Of web-1', range: 'lastDay', from: null, to: null },
      { name: 'Since October', range: null, from: '2026-09-30T18:30:00.000Z', to: null },
    ]);
  });

  it('answers what is stored and what agents were told to measure, as GraphQL does', async () => {
    const FIELDS = `{ storage { edition stored { keepSeconds defaultKeepSeconds tables { name } } }
      collection { intervalMilliseconds collectorsOff excludedInterfaces excludedContainers missing platform hostCount hosts { id name } } }`;
    const told = await reporting.ask<{ storage: object; collection: object[] }>(FIELDS);
    const storage = await ask<{ databaseBytes: number }>('/api/v1/storage');
    expect(storage.body).toMatchObject(told.storage);
    expect(storage.body.databaseBytes).toBeGreaterThan(1e6);
    const collection = await ask('/api/v1/collection');
    expect(collection.body).toEqual(told.collection);
    expect(collection.body).toMatchObject([{ collectorsOff: ['latency'], hosts: [{ id: host, name: 'web-1' }] }]);
  });

  it.each([
    [JOBS, 'kind=import', 'kind'],
    [JOBS, 'state=DONE', 'state'],
    [JOBS, 'report=x', 'report'],
    [JOBS, 'limit=501', 'limit'],
    [JOBS, 'cursor=abc', 'cursor'],
    ['/api/v1/capacity', 'limit=101', 'limit'],
    ['/api/v1/capacity', 'horizonDays=366', 'horizonDays'],
    ['/api/v1/capacity', 'percent=101', 'percent'],
    ['/api/v1/capacity', 'net_id=x', 'net_id'],
  ])('refuses %s?%s by the name of the parameter', async (route, query, field) => {
    const { status, body } = await ask<{ field: string; detail: string }>(route, query);
    expect([status, body.field]).toEqual([400, field]);
    expect(body.detail.startsWith(`${field}: `)).toBe(true);
  });
});
