import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { holderOf } from '../support/alerting.js';
import { eventually } from '../support/eventually.js';
import { MailServer } from '../support/mail-server.js';
import { JOB, type Reporting, type SeenJob, startReporting } from '../support/reporting.js';
import { describeIf, natsServer } from '../support/requirements.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

/** A lease of half a minute has to end before another process takes over. */
const TAKEN_OVER_WITHIN_MS = 60_000;
/** Whoever looks for what is due does so every 5 s, whoever sends every second: what would come twice has come by then. */
const QUIET_MS = 7_000;
const TRIED_WITHIN_MS = 60_000;

const SAVE = `mutation ($id: ID, $input: SavedReportInput!) {
  saveReport(id: $id, input: $input) { report { id nextAt lastJob { ${JOB} } } refusals { field reason } } }`;

interface Saved {
  readonly saveReport: {
    readonly report: { readonly id: string; readonly nextAt: string | null } | null;
    readonly refusals: readonly { readonly field: string; readonly reason: string }[];
  };
}

describeIf(natsServer, 'a report that is made again and again', () => {
  let reporting: Reporting;
  let mail: MailServer;
  let webhook: WebhookReceiver;

  /** One of them is killed on the way. */
  const runningUrl = (): string => reporting.replicas.find((each) => each.running())?.url ?? 'none runs';
  const save = (input: object, id: string | null = null): Promise<Saved> => reporting.ask<Saved>(SAVE, { id, input });
  const formOf = (name: string, schedule: object = {}, input: object = {}): object => ({
    name,
    input: { kind: 'FLEET', range: 'LAST_DAY', ...input },
    schedule: { cron: '0 6 * * *', timeZone: 'Europe/Berlin', formats: ['PDF', 'CSV'], channels: [], ...schedule },
  });
  const saved = async (name: string, schedule: object = {}): Promise<string> => {
    const { report, refusals } = (await save(formOf(name, schedule))).saveReport;
    if (!report) throw new Error(JSON.stringify(refusals));
    return report.id;
  };
  const run = async (reportId: string): Promise<string> => {
    const { runReport } = await reporting.ask<{ runReport: { job: { id: string } | null } }>(
      'mutation ($reportId: ID!) { runReport(id: $reportId) { job { id } refusals { field reason } } }',
      { reportId },
    );
    return runReport.job?.id ?? '';
  };
  const runsOf = async (reportId: string): Promise<readonly SeenJob[]> => {
    const query = `query ($reportId: ID!) { jobs(reportId: $reportId) { nodes { ${JOB} } } }`;
    return (await reporting.ask<{ jobs: { nodes: readonly SeenJob[] } }>(query, { reportId })).jobs.nodes;
  };
  /** As if its time had come so long ago. */
  const isDue = (reportId: string, since = '1 minute'): Promise<unknown> =>
    reporting.pool.query(`UPDATE report SET next_at = now() - $2::interval WHERE id = $1`, [reportId, since]);
  const delivered = (id: string, channel: string, expected: object): Promise<void> =>
    eventually(
      `the message to ${channel} is as expected`,
      async () => {
        const { deliveries } = await reporting.job(id);
        expect(deliveries.find((each) => each['channel'] === channel)).toMatchObject(expected);
      },
      TRIED_WITHIN_MS,
    );

  beforeAll(async () => {
    [reporting, mail, webhook] = [await startReporting(2), await MailServer.start(), await WebhookReceiver.start()];
    await reporting.setChannel('managers', 'email', mail.settings());
    await reporting.setChannel('program', 'webhook', webhook.settings());
  });

  beforeEach(() => {
    mail.taken.splice(0);
    webhook.taken.splice(0);
  });

  afterAll(() => reporting.end());

  it('arrives once with its files, although the process that makes it is killed in the middle', async () => {
    const reportId = await saved('Daily <b>traffic</b>', { channels: ['managers', 'program'] });
    const release = await reporting.hold();
    await isDue(reportId);
    const killed = holderOf(
      reporting.replicas.filter((replica) => replica.running()),
      await reporting.heldPort(),
    );
    await killed.kill();
    await release();
    const [begun] = await runsOf(reportId);
    const job = await reporting.until(begun?.id ?? '', 'DONE', TAKEN_OVER_WITHIN_MS);
    await eventually('both are told', () =>
      expect([mail.taken, webhook.taken].map((each) => each.length)).toEqual([1, 1]),
    );
    await sleep(QUIET_MS);
    expect([mail.taken.length, webhook.taken.length, (await runsOf(reportId)).length, job.tries]).toEqual([1, 1, 1, 2]);
    const [taken] = mail.taken;
    expect(taken).toMatchObject({ id: `<${job.id}@example.org>`, subject: 'Report: Daily <b>traffic</b>' });
    expect(taken?.isEncrypted).toBe(true);
    expect(taken?.text).toContain('Daily &lt;b&gt;traffic&lt;/b&gt;');
    for (const { name, bytes, path } of job.files) {
      const file = Buffer.from(await (await fetch(runningUrl() + path)).arrayBuffer());
      expect(file.length).toBe(bytes);
      expect(attachedTo(taken?.text ?? '', name)).toEqual(file);
    }
    expect(job.files.map(({ name }) => name.replace(/^.*\./, ''))).toEqual(['csv', 'pdf']);
    expect(webhook.taken[0]).toMatchObject({
      ...{ kind: 'report', id: job.id, alerts: [] },
      report: { jobId: job.id },
    });
    expect(webhook.taken[0]).toHaveProperty(
      'report.files',
      job.files.map(({ name, type, bytes, path }) => ({ name, type, bytes, url: `https://weir.example${path}` })),
    );
  });

  it('is made once of what was missed while nobody was there, and the next time when its schedule says so', async () => {
    const reportId = await saved('Missed');
    await isDue(reportId, '3 days');
    const runs = await eventually('it is begun', async () => {
      const found = await runsOf(reportId);
      expect(found).toHaveLength(1);
      return found;
    });
    const agoMs = Date.now() - Date.parse(runs[0]?.dueAt ?? '');
    expect(agoMs).toBeGreaterThanOrEqual(0);
    expect(agoMs).toBeLessThan(25 * 3_600_000);
    const { nextAt } = (
      await reporting.ask<{ savedReport: { nextAt: string } }>(`{ savedReport(id: "${reportId}") { nextAt } }`)
    ).savedReport;
    expect(Date.parse(nextAt)).toBeGreaterThan(Date.now());
    await reporting.until(runs[0]?.id ?? '', 'DONE');
  });

  it('is made although another one, due before it, is of a zone that is not known any more', async () => {
    const [poisoned, reportId] = [await saved('Of another version'), await saved('Behind it', { formats: ['CSV'] })];
    await reporting.pool.query(
      `UPDATE report SET schedule = jsonb_set(schedule, '{timeZone}', '"Europe/Atlantis"') WHERE id = $1`,
      [poisoned],
    );
    await isDue(poisoned, '2 days');
    await isDue(reportId);
    const [job] = await eventually('it is begun', async () => {
      const runs = await runsOf(reportId);
      expect(runs).toHaveLength(1);
      return runs;
    });
    await reporting.until(job?.id ?? '', 'DONE');
    expect(await runsOf(poisoned)).toEqual([]);
    // A newer version, or whoever changes it, may mend it meanwhile.
    const { rows } = await reporting.pool.query(
      `SELECT next_at BETWEEN now() + '50 minutes' AND now() + '70 minutes' AS "isLater" FROM report WHERE id = $1`,
      [poisoned],
    );
    expect(rows).toEqual([{ isLater: true }]);
  });

  it.each([
    ['a zone', 'schedule', { timeZone: 'Europe/Atlantis' }, 'schedule.timeZone', 'is no time zone that is known here'],
    ['a kind', 'definition', { kind: 'carbon' }, 'input.kind', 'must be one of fleet, host'],
    ['anything', 'definition', null, 'input', 'must be an object'],
  ])('of which %s is not known says so in every list, and is not made until it is changed', async (...given) => {
    const [, column, change, field, reason] = given;
    const id = await saved('Of a newer version');
    const written = change === null ? `'null'` : `${column} || $2`;
    const values = change === null ? [id] : [id, JSON.stringify(change)];
    await reporting.pool.query(`UPDATE report SET ${column} = ${written} WHERE id = $1`, values);
    const faults = [{ field, reason: expect.stringContaining(reason) }];
    const { reports } = await reporting.ask<{ reports: { id: string; faults: unknown; nextAt: unknown }[] }>(
      '{ reports { id nextAt faults { field reason } input { kind } schedule { timeZone formats } } }',
    );
    expect(reports.find((each) => each.id === id)).toMatchObject({ faults, nextAt: null });
    const answered = await fetch(`${runningUrl()}/api/v1/saved-report`);
    const listed = (await answered.json()) as { id: string; faults: string[] }[];
    expect(listed.find((each) => each.id === id)?.faults).toEqual([expect.stringContaining(`${field}: ${reason}`)]);
    const asked = await reporting.ask<{ runReport: { job: unknown; refusals: unknown } }>(
      `mutation { runReport(id: "${id}") { job { id } refusals { field reason } } }`,
    );
    expect(asked.runReport).toEqual({ job: null, refusals: faults });
    await reporting.ask(`mutation { deleteReport(id: "${id}") }`);
  });

  it('says why a mail does not arrive, and sends it when the server is back', async () => {
    const reportId = await saved('Unreachable', { formats: ['CSV'], channels: ['managers'] });
    await mail.close();
    const id = await run(reportId);
    const reason = expect.stringMatching(/^127\.0\.0\.1:\d+ refuses connections: nothing listens at that port/);
    await delivered(id, 'managers', { state: 'WAITING', failedField: 'host', failedReason: reason });
    await mail.open();
    await delivered(id, 'managers', { state: 'SENT' });
    expect(mail.of(/^Report: Unreachable/)).toHaveLength(1);
  });

  it('says that a channel is gone, or switched off, and what it names that is none', async () => {
    await reporting.setChannel('for now', 'webhook', webhook.settings());
    await reporting.setChannel('off', 'webhook', webhook.settings());
    const reportId = await saved('Gone', { formats: ['CSV'], channels: ['for now', 'off'] });
    await reporting.pool.query(`DELETE FROM channel WHERE name = 'for now'`);
    await reporting.pool.query(`UPDATE channel SET is_enabled = false WHERE name = 'off'`);
    const id = await run(reportId);
    await reporting.until(id, 'DONE');
    await delivered(id, 'for now', { state: 'GIVEN_UP', failedReason: 'there is no channel of this name any more' });
    await delivered(id, 'off', { state: 'GIVEN_UP', failedReason: 'the channel was switched off' });
    await reporting.setChannel('pager', 'pagerduty', { routingKey: 'a'.repeat(32) });
    const { refusals } = (await save(formOf('Wrong', { channels: ['managers', 'for now', 'pager'] }))).saveReport;
    expect(refusals).toEqual([
      { field: 'schedule.channels[1]', reason: expect.stringMatching(/^is the name of no channel/) },
      { field: 'schedule.channels[2]', reason: expect.stringMatching(/^takes alerts alone, as pagerduty does/) },
    ]);
  });

  it('is refused with each field that is wrong', async () => {
    const refusalsOf = async (form: object): Promise<object> =>
      Object.fromEntries((await save(form)).saveReport.refusals.map(({ field, reason }) => [field, reason]));
    expect(await refusalsOf(formOf('', { cron: '61 6 * * *', formats: [] }, { kind: 'HOST' }))).toEqual({
      name: expect.stringMatching(/^must be 1 to 120/),
      'input.host': expect.stringMatching(/^is missing/),
      'schedule.cron': expect.stringMatching(/^is no cron expression \(minute: 61 is not within 0 to 59\)/),
      'schedule.formats': 'must name at least one',
    });
    expect(await refusalsOf(formOf('x', { timeZone: 'Europe/Atlantis' }))).toEqual({
      'input.timeZone': expect.stringMatching(/^is no time zone/),
      'schedule.timeZone': expect.stringMatching(/^is no time zone/),
    });
    expect(await refusalsOf(formOf('x', {}, { kind: 'NETWORK', name: 'nowhere' }))).toEqual({
      'input.name': expect.stringMatching(/^is the name of no network/),
    });
    const fixed = { range: null, from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z' };
    expect(await refusalsOf(formOf('x', {}, fixed))).toEqual({
      'input.from': expect.stringMatching(/^and to are the same each time .* such as lastMonth/),
    });
    for (const [name, schedule, range] of [
      ['Of a fixed range', { cron: null }, {}],
      ['Of a range without an end', {}, { to: null }],
    ] as const)
      expect(await refusalsOf(formOf(name, schedule, { ...fixed, ...range }))).toEqual({});
    const nobodys = await save(formOf('x'), '12345678-0000-4000-8000-000000000000');
    expect(nobodys.saveReport.refusals).toEqual([{ field: 'id', reason: 'is that of no saved report' }]);
  });

  it('is tried again when it fails, in a minute at first, and tells its channels when it is given up', async () => {
    const reportId = await saved('Failing', { formats: ['CSV'], channels: ['program'] });
    await reporting.refuse(true);
    const id = await run(reportId);
    const failed = async (tries: number): Promise<SeenJob> =>
      eventually(`it failed ${tries} times`, async () => {
        const job = await reporting.job(id);
        expect([job.tries, job.state]).toEqual([tries, tries < 4 ? 'QUEUED' : 'FAILED']);
        return job;
      });
    for (const [tries, minutes] of [
      [1, 1],
      [2, 5],
      [3, 15],
    ] as const) {
      const { nextTryAt, failure } = await failed(tries);
      expect(Math.abs(Date.parse(nextTryAt ?? '') - Date.now() - minutes * 60_000)).toBeLessThan(10_000);
      expect(failure).toEqual({
        field: 'report',
        reason: expect.stringMatching(/^failed unexpectedly: weir's log says why/),
      });
      await reporting.pool.query('UPDATE job SET next_try_at = now() WHERE id = $1', [id]);
    }
    expect((await failed(4)).nextTryAt).toBeNull();
    await eventually('it is told', () => expect(webhook.of(/^Report failed: Failing$/)).toHaveLength(1));
    await reporting.refuse(false);
    await reporting.until(await run(reportId), 'DONE');
    await eventually('it is told', () => expect(webhook.of(/^Report: Failing$/)).toHaveLength(1));
  });

  it('is not made any more for who may not have it made', async () => {
    const reportId = await saved('Orphaned', { formats: ['CSV'] });
    await reporting.pool.query('UPDATE report SET account_id = gen_random_uuid(), made_by = $2 WHERE id = $1', [
      reportId,
      'ada',
    ]);
    await isDue(reportId);
    const [job] = await eventually('it is begun', async () => {
      const runs = await runsOf(reportId);
      expect(runs).toHaveLength(1);
      return runs;
    });
    expect((await reporting.until(job?.id ?? '', 'FAILED')).failure).toEqual({
      field: 'madeBy',
      reason: 'is ada, whose account was deleted, disabled or has expired: somebody else must ask for it',
    });
  });
});

/** What a mail carries under a name. */
function attachedTo(text: string, name: string): Buffer {
  const part = text
    .split(/^--/m)
    .find((each) => each.includes(`filename=${name}`) || each.includes(`filename="${name}"`));
  return Buffer.from(part?.split('\n\n')[1] ?? '', 'base64');
}
