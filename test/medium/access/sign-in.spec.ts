import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { type RunningAggregator, startAggregator } from '../../support/aggregator.js';
import { ask, cookiesOf, type Told } from '../../support/asking.js';
import { execute } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { startNats } from '../../support/nats.js';
import { startPostgres } from '../../support/postgres.js';
import { startNode } from '../../support/process.js';
import { describeIf, natsServer } from '../../support/requirements.js';

const MAIN = new URL('../../../apps/aggregator/dist/main.js', import.meta.url).pathname;
const PASSWORD = 'correct horse battery';
const LINK = /at (http:\S+)\/setup#([\w-]{43})/;

type Headers = Readonly<Record<string, string>>;

describeIf(natsServer, 'signing in by name and password', () => {
  let aggregator: RunningAggregator;
  let env: Record<string, string>;
  let addresses = 0;
  /** Who fails often is held up: each test is at an address of its own. */
  let from: Headers;

  const post = (path: string, body: unknown, headers: Headers = {}): Promise<Told> =>
    ask(`${aggregator.url}${path}`, { method: 'POST', body, headers: { ...from, ...headers } });
  const signIn = (name: string, password = PASSWORD, headers: Headers = {}): Promise<Told> =>
    post('/auth/sign-in', { name, password }, headers);
  const signedIn = async (name: string, password = PASSWORD): Promise<Headers> => {
    const answer = await signIn(name, password);
    expect(answer.status).toBe(204);
    return { cookie: cookiesOf(answer) };
  };
  const graphql = async (query: string, headers: Headers): Promise<Told> => post('/graphql', { query }, headers);
  const meOf = async (headers: Headers): Promise<unknown> =>
    (await graphql('{ me { name kind role hasPassword } }', headers)).json.data?.me ?? null;
  const sql = (text: string): Promise<Record<string, unknown>[]> => execute(env['WEIR_DATABASE_URL'] ?? '', text);
  /** What is kept of the address that a test is at. */
  const kept = (): Promise<Record<string, unknown>[]> =>
    sql(`SELECT action, subject, outcome, detail FROM audit WHERE address = '${from['x-forwarded-for']}' ORDER BY id`);
  const createUser = async (name: string, role: string): Promise<string> => {
    const made = await graphql(
      `mutation { createUser(input: { name: "${name}", password: "${PASSWORD}", role: ${role} }) { user { id } refusals { field } } }`,
      await signedIn('Ann'),
    );
    return made.json.data.createUser.user.id;
  };
  const setUser = async (id: string, input: string): Promise<Told> =>
    graphql(
      `mutation { setUser(id: "${id}", input: { ${input} }) { refusals { field reason } } }`,
      await signedIn('Ann'),
    );

  beforeAll(async () => {
    const [nats, database] = await Promise.all([startNats(), startPostgres()]);
    env = {
      ...{ WEIR_DATABASE_URL: await database.createDatabase(), WEIR_NATS_URL: nats.url, WEIR_ROLES: 'api' },
      ...{ WEIR_LOCAL_SIGN_IN: 'false', WEIR_TRUSTED_PROXIES: '127.0.0.1/32' },
    };
    aggregator = await startAggregator(env);
  });
  beforeEach(() => {
    from = { 'x-forwarded-for': `10.7.0.${(addresses += 1)}` };
  });
  afterAll(() => aggregator.stop());

  it('begins with a link in the log, which makes one admin, once', async () => {
    expect((await ask(`${aggregator.url}/auth/state`)).json).toEqual({
      ...{ isSetUp: false, isAnonymousAllowed: false, oidc: null, me: null },
    });
    const [, url, token] = await aggregator.waitForLog(LINK);
    expect(url).toBe(aggregator.url);
    const form = { token, name: 'Ann', password: PASSWORD };
    expect((await post('/auth/setup', { ...form, token: 'x'.repeat(43) })).status).toBe(403);
    const weak = await post('/auth/setup', { ...form, password: 'short' });
    expect([weak.status, weak.json.refusals]).toEqual([400, [expect.objectContaining({ field: 'password' })]]);
    const made = await post('/auth/setup', form);
    expect(made.status).toBe(204);
    expect(await meOf({ cookie: cookiesOf(made) })).toEqual({
      ...{ name: 'Ann', kind: 'SESSION', role: 'ADMIN', hasPassword: true },
    });
    const again = await post('/auth/setup', { ...form, name: 'Eve' });
    expect([again.status, again.json.refusals[0].field]).toEqual([403, 'token']);
    expect((await ask(`${aggregator.url}/auth/state`)).json.isSetUp).toBe(true);
  });

  it('tells who has no link that alone, holds them up, and fills no disk with it', async () => {
    const statuses = new Set<number>();
    for (let times = 0; times < 60; times += 1) {
      statuses.add((await post('/auth/setup', { token: 'x'.repeat(43), name: '', password: '' })).status);
    }
    expect(statuses).toEqual(new Set([403, 429]));
    const rows = await kept();
    expect(rows.length).toBeLessThanOrEqual(41);
    expect(new Set(rows.map(({ action, outcome }) => `${action} ${outcome}`))).toEqual(new Set(['set-up denied']));
    await sql('DELETE FROM sign_in_attempt');
  });

  it('keeps few forms of who has a link, and each sign-in that is right', async () => {
    const command = startNode('setup-link', MAIN, env, ['setup-link']);
    expect((await command.exited()).code).toBe(0);
    const [, token] = /setup#([\w-]{43})\n$/.exec(command.log()) ?? [];
    for (let times = 0; times < 50; times += 1) {
      expect((await post('/auth/setup', { token, name: 'Ann', password: 'short' })).status).toBe(400);
    }
    const failed = (await kept()).length;
    expect(failed).toBeGreaterThanOrEqual(20);
    expect(failed).toBeLessThanOrEqual(40);
    await signedIn('Ann');
    expect((await kept()).slice(failed)).toEqual([expect.objectContaining({ action: 'sign-in', outcome: 'ok' })]);
  });

  it('keeps what was done with texts that no database can hold', async () => {
    const headers = await signedIn('Ann');
    const query = 'mutation Q($ids: [ID!]!) { acknowledgeAlerts(ids: $ids, note: "n") { __typename } }';
    const texts = ['\0', '\ud800', `${'a'.repeat(199)}😀😀`];
    for (const text of texts) await post('/graphql', { query, variables: { ids: [`x${text}`] } }, headers);
    await post('/api/v1/enrolment', { hostId: 'h', hostName: 'h', publicKey: 'U\0' });
    const [, ...rows] = await kept();
    expect(rows.map(({ action, detail }) => [action, detail])).toEqual([
      ['acknowledgeAlerts', expect.objectContaining({ ids: ['x�'] })],
      ['acknowledgeAlerts', expect.objectContaining({ ids: ['x�'] })],
      ['acknowledgeAlerts', expect.objectContaining({ ids: [`x${'a'.repeat(199)}…`] })],
      ['enrolment', expect.objectContaining({ publicKey: 'U�' })],
    ]);
  });

  it('ends the session that a browser had where it signs in again', async () => {
    const [old, other] = [await signedIn('Ann'), await signedIn('Ann')];
    const fresh = { cookie: cookiesOf(await signIn('Ann', PASSWORD, old)) };
    expect(await meOf(old)).toBeNull();
    expect([await meOf(fresh), await meOf(other)]).toEqual([
      expect.objectContaining({ name: 'Ann' }),
      expect.objectContaining({ name: 'Ann' }),
    ]);
  });

  it('gives a cookie that no script reads and no other site sends, and takes it back', async () => {
    const answer = await signIn('ann');
    const [cookie = ''] = answer.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^weir-session=[\w-]{43}; Max-Age=2592000; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
    const overTls = await signIn('ann', PASSWORD, { 'x-forwarded-proto': 'https' });
    const [secure = ''] = overTls.headers['set-cookie'] ?? [];
    expect(secure).toMatch(/^__Host-weir-session=[\w-]{43}; .*Path=\/; .*HttpOnly; Secure; SameSite=Lax$/);
    const headers = { cookie: cookiesOf(answer) };
    expect(await meOf(headers)).toMatchObject({ name: 'Ann' });
    // Nor is what came over TLS taken without.
    expect(await meOf({ cookie: cookiesOf(overTls) })).toBeNull();
    const out = await post('/auth/sign-out', {}, headers);
    expect([out.status, out.headers['set-cookie']?.[0]]).toEqual([204, expect.stringContaining('weir-session=;')]);
    expect(await meOf(headers)).toBeNull();
  });

  it('answers a wrong name as a wrong password', async () => {
    const [name, password] = [await signIn('nobody'), await signIn('Ann', 'wrong horse battery')];
    expect([name.status, name.json]).toEqual([
      401,
      expect.objectContaining({ detail: expect.stringContaining('wrong') }),
    ]);
    expect(password.json).toEqual(name.json);
    for (const odd of ['a\0b', 'a\ud800b']) expect((await signIn(odd)).json).toEqual(name.json);
    expect((await kept()).map(({ outcome }) => outcome)).toEqual(['denied', 'denied', 'denied', 'denied']);
    expect(name.headers['set-cookie']).toBeUndefined();
  });

  it('takes no cookie that it did not give', async () => {
    const real = cookiesOf(await signIn('Ann'));
    const forged = [
      real.slice(0, -1) + (real.endsWith('A') ? 'B' : 'A'),
      'weir-session=',
      'weir-session=%00',
      `${real}x`,
    ];
    for (const cookie of [...forged, `weir-session=' OR 1=1 --`]) {
      const answer = await graphql('{ hosts { totalCount } }', { cookie });
      expect([cookie, answer.status, answer.json.errors[0].extensions.code]).toEqual([cookie, 401, 'UNAUTHENTICATED']);
    }
    expect(await meOf({ cookie: `other=1; ${real}` })).toMatchObject({ name: 'Ann' });
    for (let times = 0; times < 60; times += 1) await graphql('{ me { name } }', { cookie: 'weir-session=x' });
    // Nobody fills the disk with denials: twenty a minute are kept of an address.
    const [kept] = await sql(`SELECT count(*)::int AS count FROM audit WHERE address = '${from['x-forwarded-for']}'`);
    expect(Number(kept?.['count'])).toBeGreaterThanOrEqual(20);
    expect(Number(kept?.['count'])).toBeLessThanOrEqual(41);
    expect(await sql(`SELECT DISTINCT outcome, actor_kind FROM audit WHERE action = 'request'`)).toEqual([
      { outcome: 'denied', actor_kind: 'nobody' },
    ]);
  });

  it('is not asked for by pages of others, nor by forms', async () => {
    const headers = await signedIn('Ann');
    for (const path of ['/auth/sign-in', '/auth/sign-out', '/auth/setup', '/graphql']) {
      expect([path, (await post(path, {}, { ...headers, origin: 'https://evil.example' })).status]).toEqual([
        path,
        403,
      ]);
      const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' };
      expect([path, (await post(path, {}, form)).status]).toEqual([path, 415]);
    }
    await eventually('it is kept', async () =>
      expect((await kept()).filter(({ outcome }) => outcome === 'denied').map(({ subject }) => subject)).toEqual(
        expect.arrayContaining(['/auth/sign-in', '/auth/sign-out', '/auth/setup', '/graphql']),
      ),
    );
    expect(await kept()).toContainEqual({
      ...{ action: 'request', subject: '/graphql', outcome: 'denied' },
      detail: { reason: expect.stringContaining('https://evil.example') },
    });
    expect(await meOf(headers)).toMatchObject({ name: 'Ann' });
  });

  it('slows down who guesses: by name, whatever the address, and lets the owner in after it', async () => {
    const bea = await createUser('Bea', 'VIEWER');
    const answers: Told[] = [];
    for (let tries = 0; tries < 8; tries += 1) {
      from = { 'x-forwarded-for': `10.8.0.${tries}` };
      answers.push(await signIn('bea', `guess number ${tries}`));
    }
    const statuses = answers.map(({ status }) => status);
    expect(statuses.slice(0, 6)).toEqual([401, 401, 401, 401, 401, 401]);
    expect(statuses).toContain(429);
    const held = answers.find(({ status }) => status === 429);
    expect(Number(held?.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    await sql(`UPDATE sign_in_attempt SET blocked_until = now() + interval '1 minute'`);
    // The right password is not looked at either: else it could be told by that.
    expect((await signIn('Bea')).status).toBe(429);
    await sql(`UPDATE sign_in_attempt SET blocked_until = now()`);
    await signedIn('Bea');
    await setUser(bea, 'isDisabled: true');
    expect((await signIn('Bea')).status).toBe(401);
  });

  it('slows down who guesses: by address, whatever the name, with many at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 45 }, (_, index) => signIn(`name-${index}`, 'a wrong password')),
    );
    const denied = answers.filter(({ status }) => status === 401).length;
    // Twenty at once, and a few more for each second that the rest take on a busy machine.
    expect(denied).toBeLessThanOrEqual(35);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(45 - denied);
    await sql(`UPDATE sign_in_attempt SET blocked_until = now() + interval '1 minute'`);
    expect((await signIn('Ann')).status).toBe(429);
    from = { 'x-forwarded-for': '10.7.1.1' };
    await signedIn('Ann');
    await sql(`UPDATE sign_in_attempt SET blocked_until = now()`);
  });

  it('gives nobody more than they may by fields that they add', async () => {
    await createUser('Vic', 'VIEWER');
    const [{ headers: given }, vic] = [await signIn('Vic'), await signedIn('Vic')];
    expect(given['set-cookie']).toHaveLength(1);
    const form = { name: 'Vic', password: PASSWORD, role: 'admin', isDisabled: false, accountId: 1, scope: null };
    const cookie = cookiesOf(await post('/auth/sign-in', form));
    expect(await meOf({ cookie })).toMatchObject({ role: 'VIEWER' });
    const refused = [
      ['mutation { setUser(id: "x", input: { role: ADMIN }) { refusals { field } } }', 403],
      [
        `mutation { createUser(input: { name: "x", password: "${PASSWORD}", role: ADMIN }) { refusals { field } } }`,
        403,
      ],
      ['mutation { changePassword(current: "a", next: "b", role: ADMIN) { refusals { field } } }', 400],
      ['query Q { me { role } } mutation M { deleteAlertRule(id: "cpu") }', 400],
      ['mutation M { ...F } fragment F on Mutation { deleteAlertRule(id: "cpu") }', 403],
      ['mutation M { ... on Mutation { me: deleteAlertRule(id: "cpu") } }', 403],
    ] as const;
    for (const [query, status] of refused) expect([query, (await graphql(query, vic)).status]).toEqual([query, status]);
    const token = await graphql(
      `mutation { createToken(input: { name: "t", role: ADMIN, expiresAt: "${new Date(Date.now() + 60_000).toISOString()}" }) { secret refusals { field } } }`,
      vic,
    );
    expect(token.json.data.createToken).toEqual({ secret: null, refusals: [{ field: 'role' }] });
  });

  it('keeps one signed in where the password is changed, and nowhere else', async () => {
    await createUser('Pam', 'OPERATOR');
    const [here, there] = [await signedIn('Pam'), await signedIn('Pam')];
    const change = (current: string, next: string): Promise<Told> =>
      graphql(`mutation { changePassword(current: "${current}", next: "${next}") { refusals { field } } }`, here);
    expect((await change('not my password', 'another password 1')).json.data.changePassword.refusals).toEqual([
      { field: 'current' },
    ]);
    expect((await change(PASSWORD, 'Pam')).json.data.changePassword.refusals).toEqual([{ field: 'next' }]);
    expect((await change(PASSWORD, 'another password 1')).json.data.changePassword.refusals).toEqual([]);
    expect([await meOf(here), await meOf(there)]).toEqual([expect.objectContaining({ name: 'Pam' }), null]);
    expect((await signIn('Pam')).status).toBe(401);
    await signedIn('Pam', 'another password 1');
  });

  it('leaves an admin who may sign in, whatever is done', async () => {
    const [{ id = '' } = {}] = (await sql(`SELECT id::text FROM account WHERE name = 'Ann'`)) as { id?: string }[];
    for (const input of ['role: OPERATOR', 'isDisabled: true']) {
      const refusals = (await setUser(id, input)).json.data.setUser.refusals;
      expect(refusals).toEqual([{ field: 'id', reason: expect.stringContaining('last admin') }]);
    }
    const removed = await graphql(`mutation { removeUser(id: "${id}") { refusals { field } } }`, await signedIn('Ann'));
    expect(removed.json.data.removeUser.refusals).toEqual([{ field: 'id' }]);
    const own = await setUser(id, 'password: "taken over, hah"');
    expect(own.json.data.setUser.refusals).toEqual([expect.objectContaining({ field: 'password' })]);
    await signedIn('Ann');
  });

  it('lets who runs weir in again, by a command: its link makes an admin of whoever is named', async () => {
    const before = await signedIn('Pam', 'another password 1');
    await sql(`UPDATE account SET oidc_issuer = 'https://id.example', oidc_subject = 'pam' WHERE name = 'Pam'`);
    const command = startNode('setup-link', MAIN, env, ['setup-link']);
    expect((await command.exited()).code).toBe(0);
    const [, token] = /setup#([\w-]{43})\n$/.exec(command.log()) ?? [];
    expect((await post('/auth/setup', { token, name: 'pam', password: 'recovered, and mine' })).status).toBe(204);
    expect(await meOf(before)).toBeNull();
    // Nor does a provider sign that one in any more.
    expect(await sql(`SELECT oidc_issuer, oidc_subject FROM account WHERE name = 'Pam'`)).toEqual([
      { oidc_issuer: null, oidc_subject: null },
    ]);
    expect(await meOf(await signedIn('Pam', 'recovered, and mine'))).toMatchObject({ name: 'Pam', role: 'ADMIN' });
  });

  it('keeps what was done and denied, and no secret of it', async () => {
    const headers = await signedIn('Ann');
    const query = `{ audit(first: 500) { nodes { actor actorKind address action subject outcome detail } } }`;
    const { nodes } = (await graphql(query, headers)).json.data.audit;
    const told = (nodes as { actor: string; action: string; outcome: string }[]).map(
      ({ actor, action, outcome }) => `${actor} ${action} ${outcome}`,
    );
    expect(told).toEqual(
      expect.arrayContaining([
        ...['Ann set-up OK', 'Eve set-up DENIED', 'Ann sign-in OK', 'Ann sign-in DENIED', '(unknown) sign-in DENIED'],
        ...[
          'Ann sign-out OK',
          ' request DENIED',
          'Ann createUser OK',
          'Vic createUser DENIED',
          'Vic createToken FAILED',
        ],
        ...['Pam changePassword FAILED', 'Pam changePassword OK', 'Ann setUser FAILED', 'Ann removeUser FAILED'],
      ]),
    );
    const text = JSON.stringify(nodes) + aggregator.log();
    for (const secret of [
      PASSWORD,
      'wrong horse',
      'guess number',
      'another password',
      'recovered, and',
      headers['cookie'],
    ])
      expect(text).not.toContain(secret);
    const stored =
      JSON.stringify(await sql('SELECT * FROM account')) + JSON.stringify(await sql('SELECT * FROM session'));
    expect(stored).toContain('$argon2id$');
    expect(stored).not.toContain(headers['cookie']?.split('=')[1]);
  });
});
