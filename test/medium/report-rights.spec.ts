import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { standingOf } from '../../apps/aggregator/src/access/standing.js';
import { reportNames } from '../../apps/aggregator/src/store/migrations/0026_report_names.js';
import { makeToken, type TestToken } from '../support/access.js';
import { ask, type Json } from '../support/asking.js';
import { type Reporting, startReporting } from '../support/reporting.js';
import { describeIf, natsServer } from '../support/requirements.js';

const HOSTS = ['web-1', 'web-2', 'web-3'] as const;
const SCOPE = { hosts: ['web-1', 'web-2'] };
const SAVE = `mutation ($id: ID, $input: SavedReportInput!) {
  saveReport(id: $id, input: $input) { report { id } refusals { field reason } } }`;
const RUN = `mutation ($id: ID!) { runReport(id: $id) { job { id } refusals { field reason } } }`;
const DELETE = `mutation ($id: ID!) { deleteReport(id: $id) }`;
const SEEN = `query ($id: ID!) { savedReport(id: $id) { id } reports { id } }`;
const NONE = { field: 'id', reason: 'is that of no saved report' };

/** Who asks; null = whoever is at this machine, an admin. */
type Asker = TestToken | null;

describeIf(natsServer, 'a saved report', () => {
  let reporting: Reporting;
  let ids: Record<(typeof HOSTS)[number], string>;
  let scoped: TestToken;

  const token = (role: 'VIEWER' | 'OPERATOR', scope: object | null = null): Promise<TestToken> =>
    makeToken(reporting.replicas[0]?.url ?? '', { role, scope });
  /** Tokens by a name that is not this machine's, so that nobody is signed in by being here. */
  const told = async (by: Asker, query: string, variables: object): Promise<Json> => {
    const asked = { method: 'POST', body: { query, variables }, headers: by ? { host: 'weir', ...by.header } : {} };
    return (await ask(`${reporting.replicas[0]?.url}/graphql`, asked)).json;
  };
  const formOf = (host: string, channels: readonly string[] = [], name = 'One host'): object => ({
    ...{ name, input: { kind: 'HOST', range: 'LAST_DAY', host } },
    schedule: { timeZone: 'UTC', formats: ['CSV'], channels },
  });
  const save = async (by: Asker, id: string | null = null, form = formOf(ids['web-2'])): Promise<Json> =>
    (await told(by, SAVE, { id, input: form })).data.saveReport;
  const saved = async (by: Asker, name?: string): Promise<string> =>
    (await save(by, null, formOf(ids['web-2'], [], name))).report.id;
  const run = async (by: Asker, id: string): Promise<Json> => (await told(by, RUN, { id })).data.runReport;
  const made = async (id: string, state: string): Promise<unknown> =>
    (await reporting.until((await run(null, id)).job.id, state)).failure;
  const sees = async (by: Asker, id: string): Promise<boolean[]> => {
    const { savedReport, reports } = (await told(by, SEEN, { id })).data;
    return [savedReport !== null, reports.some((each: { id: string }) => each.id === id)];
  };

  beforeAll(async () => {
    reporting = await startReporting(1);
    const { rows } = await reporting.pool.query<{ id: string; name: string }>(
      `INSERT INTO host (id, name, first_seen, last_seen) SELECT gen_random_uuid(), name, now(), now() FROM unnest($1::text[]) AS name
       RETURNING id, name`,
      [HOSTS],
    );
    ids = Object.fromEntries(rows.map(({ id, name }) => [name, id])) as typeof ids;
  });
  beforeEach(async () => {
    await reporting.pool.query('DELETE FROM report');
    scoped = await token('OPERATOR', SCOPE);
  });
  afterAll(() => reporting.end());

  const WIDENED = `, widened AS (UPDATE api_token SET scope = NULL WHERE id = $1)
    UPDATE report SET definition = jsonb_set(definition, '{host}', to_jsonb($2::text))`;
  const NO_HOST = { field: 'host', reason: 'is the id of no host' };
  const REVOKED = 'is local, by a token that was deleted, disabled or has expired: somebody else must ask for it';
  const LOWERED =
    'is local, by a token that has the role viewer by now, and it needs operator: somebody else must ask for it';
  it.each([
    // Of a host that they never saw; what they see since does not widen what they saved.
    ['of their hosts', WIDENED, NO_HOST],
    [
      'of what they see by now',
      `UPDATE api_token SET scope = '{"hosts": ["web-1"], "labels": []}' WHERE id = $1`,
      NO_HOST,
    ],
    [
      'of nothing, once they may less',
      `UPDATE api_token SET role = 'viewer' WHERE id = $1`,
      { field: 'madeBy', reason: LOWERED },
    ],
    [
      'of nothing, once their token is revoked',
      'DELETE FROM api_token WHERE id = $1',
      { field: 'madeBy', reason: REVOKED },
    ],
  ])('of who sees some hosts alone is, also where an admin has it made, %s', async (_what, change, failure) => {
    const id = await saved(scoped);
    expect(await made(id, 'DONE')).toBeNull();
    await reporting.pool.query(`WITH given AS (SELECT $1::uuid, $2::text) ${change}`, [scoped.id, ids['web-3']]);
    expect(await made(id, 'FAILED')).toEqual(failure);
  });

  it('is not told, run, changed or deleted by others: other tokens, viewers, who sees other hosts', async () => {
    const [id, own] = [await saved(null), await saved(scoped)];
    const others = [
      [scoped, id],
      [await token('OPERATOR', SCOPE), own],
      [await token('OPERATOR', { hosts: ['web-3'] }), own],
    ] as const;
    for (const [by, report] of others) {
      expect(await sees(by, report)).toEqual([false, false]);
      expect(await save(by, report)).toEqual({ report: null, refusals: [NONE] });
      expect(await run(by, report)).toEqual({ job: null, refusals: [NONE] });
      expect((await told(by, DELETE, { id: report })).errors[0].extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
    }
    const viewer = await token('VIEWER');
    expect(await sees(viewer, id)).toEqual([false, false]);
    for (const query of [SAVE, RUN, DELETE]) {
      const { errors } = await told(viewer, query, { id, input: formOf(ids['web-2']) });
      expect(errors[0].extensions).toMatchObject({ code: 'FORBIDDEN' });
    }
    expect((await reporting.pool.query('SELECT FROM report')).rowCount).toBe(2);
  });

  it('is of who saves it again, and not of its first owner any more, who sees less', async () => {
    const [id, operator] = [await saved(scoped), await token('OPERATOR')];
    expect([await sees(scoped, id), await sees(operator, id)]).toEqual([
      [true, true],
      [true, true],
    ]);
    expect((await save(operator, id, formOf(ids['web-3']))).refusals).toEqual([]);
    expect([await sees(scoped, id), await sees(operator, id)]).toEqual([
      [false, false],
      [true, true],
    ]);
    expect(await made(id, 'DONE')).toBeNull();
    // Nor of who saved it themselves, and saw more by then.
    const own = await saved(scoped, 'Another');
    await reporting.pool.query(`UPDATE report SET scope = NULL, scope_key = '' WHERE id = $1`, [own]);
    expect(await sees(scoped, own)).toEqual([false, false]);
  });

  it('is neither of a host that they do not see, nor sent anywhere by who sees some hosts alone', async () => {
    const refusalsOf = async (form: object): Promise<unknown> => (await save(scoped, null, form)).refusals;
    expect(await refusalsOf(formOf(ids['web-3']))).toEqual([{ ...NO_HOST, field: 'input.host' }]);
    expect(await refusalsOf(formOf(ids['web-2'], ['managers']))).toEqual([
      { field: 'schedule.channels', reason: 'are of the whole fleet: leave them out' },
    ]);
  });

  it('is called as no other of the same hosts, whoever saves it', async () => {
    const refusals = [{ field: 'name', reason: 'is that of another saved report: take another one' }];
    const [id, operator] = [await saved(null), await token('OPERATOR')];
    const shouted = formOf(ids['web-3'], [], 'ONE HOST');
    expect(await save(operator, null, shouted)).toEqual({ report: null, refusals });
    // Nothing is told of what they do not see.
    const other = await saved(scoped);
    expect((await save(null, id, shouted)).refusals).toEqual([]);
    // Whoever sees all makes it one of all, among which that name is taken.
    expect(await save(null, other)).toEqual({ report: null, refusals });
  });

  it('of a version before keeps what tells it from those that were called the same', async () => {
    await reporting.pool.query('DROP INDEX report_name');
    const named = [
      ['Traffic', ''],
      ['traffic', ''],
      ['Traffic', 'others'],
      ['x'.repeat(120), ''],
      ['x'.repeat(120), ''],
    ];
    for (const [name, scopeKey] of named) {
      await reporting.pool.query(
        `INSERT INTO report (id, name, definition, schedule, is_enabled, scope_key, made_by, made_at)
         VALUES (gen_random_uuid(), $1, '{}', '{}', false, $2, '', clock_timestamp())`,
        [name, scopeKey],
      );
    }
    await reporting.pool.query(reportNames());
    const { rows } = await reporting.pool.query<{ name: string }>('SELECT name FROM report ORDER BY made_at');
    expect(rows.map(({ name }) => name)).toEqual([
      ...['Traffic', expect.stringMatching(/^traffic \([0-9a-f]{8}\)$/), 'Traffic'],
      ...['x'.repeat(120), expect.stringMatching(/^x{109} \([0-9a-f]{8}\)$/)],
    ]);
  });

  it('is made once at a time, whoever asks, and however many at once', async () => {
    const [id, other, operator] = [await saved(null), await saved(null, 'Another'), await token('OPERATOR')];
    const release = await reporting.hold();
    const runs = await Promise.all([operator, null, operator, null].map((by) => run(by, id)));
    const [begun, ...more] = runs.filter(({ job }) => job !== null);
    expect(more).toEqual([]);
    const underWay = {
      field: 'id',
      reason: expect.stringMatching(/^is that of a report that waits or is being made already/),
    };
    expect(runs.filter(({ job }) => job === null)).toEqual(Array(3).fill({ job: null, refusals: [underWay] }));
    expect((await run(operator, other)).refusals).toEqual([]);
    await release();
    await reporting.until(begun.job.id, 'DONE');
    expect(await made(id, 'DONE')).toBeNull();
  });

  it('is one of 100 of its owner, and of 500 of all', async () => {
    const fill = (owner: string, count: number): Promise<unknown> =>
      reporting.pool.query(
        `INSERT INTO report (id, name, definition, schedule, is_enabled, account_id, scope_key, made_by)
         SELECT gen_random_uuid(), gen_random_uuid()::text, '{}', '{}', false, ${owner}, '', '' FROM generate_series(1, $1)`,
        [count],
      );
    await fill('NULL', 99);
    await fill('gen_random_uuid()', 399);
    const id = await saved(scoped);
    const refusal = (reason: string): object => ({ report: null, refusals: [{ field: 'name', reason }] });
    expect(await save(null)).toEqual(refusal('would be your report 101: delete some'));
    expect((await save(scoped, id)).refusals).toEqual([]);
    await reporting.pool.query(`UPDATE report SET account_id = gen_random_uuid() WHERE id <> $1`, [id]);
    await saved(null, 'The last');
    expect(await save(null)).toEqual(refusal('would be report 501: delete some'));
  });

  it('is not made for who was signed in by being here, where that is off', async () => {
    const by = { accountId: null, tokenId: null, scope: null, scopeKey: '', madeBy: 'local' };
    const standing = (isLocalSignIn: boolean) => standingOf(reporting.pool, by, 'admin', { isLocalSignIn });
    expect(await standing(true)).toEqual({ ok: true, scope: null });
    const reason =
      "was signed in by being at weir's machine, and WEIR_LOCAL_SIGN_IN is off: somebody else must ask for it";
    expect(await standing(false)).toEqual({ ok: false, refusal: { field: 'madeBy', reason } });
  });
});
