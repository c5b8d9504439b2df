import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { type RunningAggregator, startAggregator } from '../../support/aggregator.js';
import { ask, cookiesOf, type Told } from '../../support/asking.js';
import { execute } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { startNats } from '../../support/nats.js';
import { startPostgres } from '../../support/postgres.js';
import { describeIf, natsServer } from '../../support/requirements.js';

const PASSWORD = 'correct horse battery';
const LINK = /\/setup#([\w-]{43})/;
const DAY_MS = 24 * 3_600_000;
const NOBODY = '00000000-0000-4000-8000-000000000000';

type Headers = Readonly<Record<string, string>>;

describeIf(natsServer, 'what one is signed in by', () => {
  let aggregator: RunningAggregator;
  let env: Record<string, string>;
  let admin: Headers;
  let addresses = 0;
  /** Who fails often is held up: each test is at an address of its own. */
  let from: Headers;

  const sql = (text: string): Promise<Record<string, unknown>[]> => execute(env['WEIR_DATABASE_URL'] ?? '', text);
  const post = (path: string, body: unknown, headers: Headers = {}): Promise<Told> =>
    ask(`${aggregator.url}${path}`, { method: 'POST', body, headers: { ...from, ...headers } });
  const graphql = (query: string, headers: Headers): Promise<Told> => post('/graphql', { query }, headers);
  const signIn = async (name: string): Promise<Headers> => {
    const answer = await post('/auth/sign-in', { name, password: PASSWORD });
    expect(answer.status).toBe(204);
    return { cookie: cookiesOf(answer) };
  };
  const createUser = async (name: string, role: string): Promise<string> =>
    (
      await graphql(
        `mutation { createUser(input: { name: "${name}", password: "${PASSWORD}", role: ${role} }) { user { id } } }`,
        admin,
      )
    ).json.data.createUser.user.id;
  const setUser = async (id: string, input: string): Promise<void> => {
    const answer = await graphql(
      `mutation { setUser(id: "${id}", input: { ${input} }) { refusals { field } } }`,
      admin,
    );
    expect(answer.json.data.setUser.refusals).toEqual([]);
  };
  const createToken = async (by: Headers, role: string, lastsMs = 3_600_000): Promise<Told['json']> => {
    const expiresAt = new Date(Date.now() + lastsMs).toISOString();
    const input = `{ name: "t", role: ${role}, expiresAt: "${expiresAt}" }`;
    const query = `mutation { createToken(input: ${input}) { token { id } secret refusals { field } } }`;
    return (await graphql(query, by)).json.data.createToken;
  };
  const tokenOf = async (by: Headers, role: string): Promise<{ id: string; header: Headers }> => {
    const { token, secret } = await createToken(by, role);
    return { id: token.id, header: { authorization: `Bearer ${secret}` } };
  };
  const meOf = async (headers: Headers): Promise<unknown> => {
    const { status, json } = await graphql('{ me { role } }', headers);
    return status === 200 ? json.data.me.role : status;
  };
  const hold = (): Promise<unknown> => sql(`UPDATE sign_in_attempt SET blocked_until = now() + interval '1 minute'`);
  const letGo = (): Promise<unknown> => sql('UPDATE sign_in_attempt SET blocked_until = now()');

  beforeAll(async () => {
    const [nats, database] = await Promise.all([startNats(), startPostgres()]);
    env = {
      ...{ WEIR_DATABASE_URL: await database.createDatabase(), WEIR_NATS_URL: nats.url, WEIR_ROLES: 'api' },
      ...{ WEIR_LOCAL_SIGN_IN: 'false', WEIR_TRUSTED_PROXIES: '127.0.0.1/32' },
    };
    aggregator = await startAggregator(env);
  });
  beforeEach(() => {
    from = { 'x-forwarded-for': `10.9.0.${(addresses += 1)}` };
  });
  afterAll(() => aggregator.stop());

  it('is no link that is over, nor one that is guessed: who tries is slowed down', async () => {
    const [, token = ''] = await aggregator.waitForLog(LINK);
    const form = { token, name: 'Ann', password: PASSWORD };
    await sql('UPDATE set_up_link SET expires_at = now()');
    expect((await post('/auth/setup', form)).status).toBe(403);
    expect(await sql('SELECT 1 FROM account')).toEqual([]);
    await sql(`UPDATE set_up_link SET expires_at = now() + interval '1 hour'`);
    const guesses = await Promise.all(
      Array.from({ length: 30 }, () => post('/auth/setup', { ...form, token: 'x'.repeat(43) })),
    );
    const looked = guesses.filter(({ status }) => status === 403).length;
    expect(looked).toBeLessThanOrEqual(21);
    const held = guesses.filter(({ status }) => status === 429);
    expect([held.length, Number(held[0]?.headers['retry-after']) >= 1]).toEqual([30 - looked, true]);
    await hold();
    expect((await post('/auth/setup', form)).status).toBe(429);
    await letGo();
    const made = await post('/auth/setup', form);
    expect(made.status).toBe(204);
    admin = { cookie: cookiesOf(made) };
    expect(await meOf(admin)).toBe('ADMIN');
  });

  it.each([
    ['29 days and 23 hours after it began holds', '29 days 23 hours', '1 minute', 'ADMIN'],
    ['30 days after it began is over, however it was used', '30 days', '0', 401],
    ['that was used 6 days and 23 hours ago holds', '8 days', '6 days 23 hours', 'ADMIN'],
    ['that nobody used for 7 days is over', '8 days', '7 days', 401],
  ])('is no session that is over: one %s', async (_what, began, used, role) => {
    const ids = (await sql('SELECT id::text FROM session')).map(({ id }) => `'${String(id)}'`);
    const session = await signIn('Ann');
    await sql(`UPDATE session SET created_at = created_at - interval '${began}', expires_at = expires_at - interval '${began}',
      last_seen_at = now() - interval '${used}' WHERE id NOT IN (${ids.join(', ')})`);
    expect(await meOf(session)).toBe(role);
  });

  it('is no token that lasts longer than 366 days, nor one that is over', async () => {
    const refused = { token: null, secret: null, refusals: [{ field: 'expiresAt' }] };
    expect(await createToken(admin, 'VIEWER', 366 * DAY_MS + 60_000)).toEqual(refused);
    expect(await createToken(admin, 'VIEWER', -1_000)).toEqual(refused);
    expect(await createToken(admin, 'VIEWER', 366 * DAY_MS - 60_000)).toMatchObject({ refusals: [] });
  });

  it('is a token of no more than its owner, whose role was lowered since', async () => {
    const bea = await createUser('Bea', 'OPERATOR');
    const { header } = await tokenOf(await signIn('Bea'), 'OPERATOR');
    const annotate = async (): Promise<number> =>
      (await graphql(`mutation { deleteAnnotation(id: "${NOBODY}") }`, header)).status;
    expect([await meOf(header), await annotate()]).toEqual(['OPERATOR', 200]);
    await setUser(bea, 'role: VIEWER');
    expect([await meOf(header), await annotate()]).toEqual(['VIEWER', 403]);
  });

  it('is no token of a user who is disabled', async () => {
    const cat = await createUser('Cat', 'VIEWER');
    const { header } = await tokenOf(await signIn('Cat'), 'VIEWER');
    expect(await meOf(header)).toBe('VIEWER');
    await setUser(cat, 'isDisabled: true');
    expect(await meOf(header)).toBe(401);
    await setUser(cat, 'isDisabled: false');
    expect(await meOf(header)).toBe('VIEWER');
  });

  it.each(['VIEWER', 'ADMIN'])('is taken apart by no token of it, that of %s neither', async (role) => {
    const name = `Dan ${role}`;
    await createUser(name, role);
    const session = await signIn(name);
    const [stolen, other] = [await tokenOf(session, role), await tokenOf(session, 'VIEWER')];
    const [own] = (await graphql('{ sessions { id } }', session)).json.data.sessions;
    const told = (await graphql('{ tokens { id } sessions { id } }', stolen.header)).json.data;
    expect(told).toEqual({ tokens: [{ id: stolen.id }], sessions: [] });
    for (const deed of [`endSession(id: "${own.id}")`, `revokeToken(id: "${other.id}")`]) {
      const { json } = await graphql(`mutation { ${deed} }`, stolen.header);
      expect([deed, json.errors?.[0]?.extensions.code]).toEqual([deed, 'BAD_USER_INPUT']);
    }
    const change = `mutation { changePassword(current: "${PASSWORD}", next: "taken over, hah") { refusals { field } } }`;
    expect((await graphql(change, stolen.header)).json.data.changePassword.refusals).toEqual([{ field: 'current' }]);
    expect([await meOf(session), await meOf(other.header)]).toEqual([role, 'VIEWER']);
    const revoked = await graphql(`mutation { revokeToken(id: "${stolen.id}") }`, stolen.header);
    expect(revoked.json.data.revokeToken).toBe(stolen.id);
    expect(await meOf(stolen.header)).toBe(401);
    await signIn(name);
  });

  it('makes, changes and removes no user where it is a token, of an admin neither', async () => {
    const gus = await createUser('Gus', 'VIEWER');
    const { header } = await tokenOf(admin, 'ADMIN');
    const form = `{ name: "Lasting", password: "${PASSWORD}", role: ADMIN }`;
    for (const [deed, field] of [
      [`createUser(input: ${form})`, 'name'],
      [`setUser(id: "${gus}", input: { role: ADMIN, password: "${PASSWORD}" })`, 'id'],
      [`removeUser(id: "${gus}")`, 'id'],
    ] as const) {
      const { data } = (await graphql(`mutation { done: ${deed} { user { id } refusals { field } } }`, header)).json;
      expect([deed, data.done]).toEqual([deed, { user: null, refusals: [{ field }] }]);
    }
    expect(await sql(`SELECT name, role FROM account WHERE name IN ('Gus', 'Lasting')`)).toEqual([
      { name: 'Gus', role: 'viewer' },
    ]);
  });

  it('is no password that is guessed where it is changed: who tries is slowed down', async () => {
    await createUser('Eva', 'VIEWER');
    const session = await signIn('Eva');
    const change = async (current: string): Promise<string[]> => {
      const query = `mutation { changePassword(current: "${current}", next: "another password") { refusals { field reason } } }`;
      const { refusals } = (await graphql(query, session)).json.data.changePassword;
      return refusals.map(({ field, reason }: Record<string, string>) => `${field} ${reason}`);
    };
    const answers: string[] = [];
    for (let tries = 0; tries < 8; tries += 1) answers.push(...(await change(`guess number ${tries}`)));
    expect(answers.slice(0, 6)).toEqual(Array(6).fill('current is not your password'));
    expect(answers).toContainEqual(expect.stringMatching(/^current was wrong too often: try again in \d+ s$/));
    await hold();
    // The right one is not looked at either.
    expect(await change(PASSWORD)).toEqual([expect.stringContaining('too often')]);
    await letGo();
    expect(await change(PASSWORD)).toEqual([]);
  });

  it('is forgotten when it is over: audit after 400 days, tokens a month after they expired', async () => {
    await sql(`INSERT INTO audit (at, actor, actor_kind, address, action, outcome) SELECT now() - days * interval '1 day', 'Old',
      'nobody', '', days::text, 'ok' FROM unnest(ARRAY[399, 401]) AS given (days)`);
    await sql(`INSERT INTO api_token (name, secret_hash, role, expires_at) SELECT days::text, sha256(days::text::bytea), 'viewer',
      now() - days * interval '1 day' FROM unnest(ARRAY[29, 31]) AS given (days)`);
    const kept = async (): Promise<unknown> => [
      ...(await sql(`SELECT action AS days FROM audit WHERE actor = 'Old' ORDER BY 1`)),
      ...(await sql(`SELECT name AS days FROM api_token WHERE name ~ '^[0-9]+$' ORDER BY 1`)),
    ];
    expect(await kept()).toHaveLength(4);
    // Once an hour, and at the start.
    const another = await startAggregator(env);
    await eventually('what is over goes', async () => expect(await kept()).toEqual([{ days: '399' }, { days: '29' }]));
    await another.stop();
  });
});
