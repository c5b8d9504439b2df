import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { makeToken, type TestToken, type TokenAsked } from '../../support/access.js';
import { type RunningAggregator, startAggregator } from '../../support/aggregator.js';
import { ask, type Asked, cookiesOf, type Told } from '../../support/asking.js';
import { execute } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { startNats } from '../../support/nats.js';
import { startPostgres } from '../../support/postgres.js';
import { describeIf, natsServer } from '../../support/requirements.js';

const CLOSED_WITHIN_MS = 3_000;
const UNAUTHORIZED = 4401;
const PASSWORD = 'correct horse battery';
/** Signed in by being here, in a browser that somebody signed in to. */
const SUBSCRIBE = { id: '1', type: 'subscribe', payload: { query: 'subscription { traffic { hostId } }' } };

describeIf(natsServer, 'live sockets and who holds them', () => {
  let aggregator: RunningAggregator;
  let databaseUrl: string;

  const sql = (text: string): Promise<Record<string, unknown>[]> => execute(databaseUrl, text);
  const post = (path: string, body: unknown, more: Asked = {}): Promise<Told> =>
    ask(`${aggregator.url}${path}`, { method: 'POST', body, ...more });
  const graphql = (query: string, more: Asked = {}): Promise<Told> => post('/graphql', { query }, more);
  const token = (asked?: TokenAsked): Promise<TestToken> => makeToken(aggregator.url, asked);
  /** From another address of this machine, where nobody is signed in by being here: with a name that is not ours. */
  const open = async (headers: Record<string, string>, params: object = {}): Promise<WebSocket> => {
    const url = `${aggregator.url.replace('http', 'ws')}/graphql`;
    const socket = new WebSocket(url, 'graphql-transport-ws', { headers: { host: 'weir', ...headers } });
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init', payload: params }));
    return socket;
  };
  const told = async (socket: WebSocket): Promise<string> =>
    JSON.parse(String((await once(socket, 'message'))[0])).type;
  const codeOf = async (socket: WebSocket): Promise<number> => (await once(socket, 'close'))[0] as number;
  /** One that is open and listens. */
  const live = async (headers: Record<string, string>, params?: object): Promise<WebSocket> => {
    const socket = await open(headers, params);
    expect(await told(socket)).toBe('connection_ack');
    socket.send(JSON.stringify(SUBSCRIBE));
    return socket;
  };
  /** How it is closed, and after how long, once something was done. */
  const closedAfter = async (socket: WebSocket, deed: () => Promise<unknown>): Promise<number> => {
    const closed = codeOf(socket);
    await deed();
    const fromMs = performance.now();
    expect(await closed).toBe(UNAUTHORIZED);
    return performance.now() - fromMs;
  };
  const statusOf = async (header: Asked['headers'] = {}): Promise<number> =>
    (await ask(`${aggregator.url}/api/v1/hosts`, { headers: { host: 'weir', ...header } })).status;
  const createUser = async (name: string, role = 'VIEWER'): Promise<string> =>
    (
      await graphql(
        `mutation { createUser(input: { name: "${name}", password: "${PASSWORD}", role: ${role} }) { user { id } } }`,
      )
    ).json.data.createUser.user.id;
  const signIn = async (name: string): Promise<{ cookie: string }> => ({
    cookie: cookiesOf(await post('/auth/sign-in', { name, password: PASSWORD })),
  });
  const setUser = (id: string, input: string): Promise<Told> =>
    graphql(`mutation { setUser(id: "${id}", input: { ${input} }) { refusals { reason } } }`);

  beforeAll(async () => {
    const [nats, database] = await Promise.all([startNats(), startPostgres()]);
    databaseUrl = await database.createDatabase();
    aggregator = await startAggregator({ WEIR_DATABASE_URL: databaseUrl, WEIR_NATS_URL: nats.url, WEIR_ROLES: 'api' });
    await createUser('Root', 'ADMIN');
  });
  afterAll(() => aggregator.stop());

  it('are refused to nobody, and to what is forged', async () => {
    const forged = `weir_${'A'.repeat(43)}`;
    const bad: [Record<string, string>, object][] = [
      [{}, {}],
      [{ authorization: `Bearer ${forged}` }, {}],
      [{}, { authorization: `Bearer ${forged}` }],
      [{}, { authorization: { toString: 1 } }],
      [{ cookie: `weir-session=${'A'.repeat(43)}` }, {}],
    ];
    for (const [headers, params] of bad) expect(await codeOf(await open(headers, params))).toBe(UNAUTHORIZED);
    // What shows nothing is not kept: three of them show what does not hold.
    const kept = { action: 'request', subject: '/graphql', outcome: 'denied', actor_kind: 'nobody' };
    expect(await sql(`SELECT action, subject, outcome, actor_kind FROM audit WHERE actor = ''`)).toEqual([
      ...[kept, kept, kept],
    ]);
    const evil = open({ origin: 'https://evil.example' });
    await expect(evil).rejects.toThrow('403');
    await eventually('the page is kept', async () =>
      expect(await sql(`SELECT outcome FROM audit WHERE detail->>'reason' LIKE '%evil.example%'`)).toHaveLength(1),
    );
    const impatient = await open({});
    impatient.send(JSON.stringify(SUBSCRIBE));
    expect(await codeOf(impatient)).toBe(UNAUTHORIZED);
    expect(await statusOf({ authorization: `Bearer ${forged}` })).toBe(401);
    // A token that does not hold is not made up for by being here.
    const here = { host: '127.0.0.1', authorization: `Bearer ${forged}` };
    expect(await statusOf(here)).toBe(401);
  });

  it('are opened by a token in the header or with the first message, and by a cookie', async () => {
    const { secret, header } = await token({ role: 'VIEWER' });
    await createUser('Cat');
    for (const socket of [
      await live(header),
      await live({}, { authorization: `Bearer ${secret}` }),
      await live(await signIn('Cat')),
    ])
      socket.terminate();
  });

  it('are closed where their token is revoked, and nothing is answered by it any more', async () => {
    const { id, header } = await token();
    const socket = await live(header);
    expect(await statusOf(header)).toBe(200);
    expect(await closedAfter(socket, () => graphql(`mutation { revokeToken(id: "${id}") }`))).toBeLessThan(
      CLOSED_WITHIN_MS,
    );
    expect(await statusOf(header)).toBe(401);
    expect(await codeOf(await open(header))).toBe(UNAUTHORIZED);
  });

  it('are closed where their token expires, which REST and GraphQL take no longer either', async () => {
    const { id, header } = await token();
    const socket = await live(header);
    const expire = () => sql(`UPDATE api_token SET expires_at = now() WHERE id = '${id}'`);
    expect(await closedAfter(socket, expire)).toBeLessThan(CLOSED_WITHIN_MS);
    // What was looked up may be taken as it was for two seconds.
    await eventually('nothing is answered', async () => expect(await statusOf(header)).toBe(401), CLOSED_WITHIN_MS);
    expect((await graphql('{ me { name } }', { headers: { host: 'weir', ...header } })).status).toBe(401);
  });

  it('are closed where the session behind them ends, by whoever ends it', async () => {
    const dan = await createUser('Dan');
    const [one, two] = [await signIn('Dan'), await signIn('Dan')];
    const [first, second] = [await live(one), await live(two)];
    expect(await closedAfter(first, () => post('/auth/sign-out', {}, { headers: one }))).toBeLessThan(CLOSED_WITHIN_MS);
    expect(second.readyState).toBe(WebSocket.OPEN);
    const end = () => sql(`UPDATE session SET last_seen_at = now() - interval '8 days' WHERE account_id = '${dan}'`);
    expect(await closedAfter(second, end)).toBeLessThan(CLOSED_WITHIN_MS);
  });

  it.each([
    ['is disabled', 'isDisabled: true'],
    ['may less', 'role: VIEWER'],
    ['sees fewer hosts', 'scope: { hosts: ["web-*"] }'],
    ['has another password', 'password: "another password"'],
  ])('are closed where their user %s', async (what, input) => {
    const name = `Eva ${what}`;
    const eva = await createUser(name, 'OPERATOR');
    const socket = await live(await signIn(name));
    expect(await closedAfter(socket, () => setUser(eva, input))).toBeLessThan(CLOSED_WITHIN_MS);
  });

  it('are closed where their user is removed, and tokens of it hold no longer', async () => {
    const fay = await createUser('Fay');
    const session = await signIn('Fay');
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    const made = await graphql(
      `mutation { createToken(input: { name: "t", role: VIEWER, expiresAt: "${expiresAt}" }) { secret } }`,
      { headers: session },
    );
    const header = { authorization: `Bearer ${made.json.data.createToken.secret}` };
    const sockets = [await live(session), await live(header)];
    expect(await statusOf(header)).toBe(200);
    const closed = sockets.map(codeOf);
    await graphql(`mutation { removeUser(id: "${fay}") { refusals { field } } }`);
    expect(await Promise.all(closed)).toEqual([UNAUTHORIZED, UNAUTHORIZED]);
    expect(await statusOf(header)).toBe(401);
  });

  it('stay open where nothing changed', async () => {
    const socket = await live((await token({ role: 'VIEWER' })).header);
    await new Promise((resolve) => setTimeout(resolve, 2 * CLOSED_WITHIN_MS));
    expect(socket.readyState).toBe(WebSocket.OPEN);
    socket.terminate();
  });
});
