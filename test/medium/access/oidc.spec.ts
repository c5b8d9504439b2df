import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { freePort } from '../../../deploy/local/src/process/port.js';
import { type RunningAggregator, startAggregator } from '../../support/aggregator.js';
import { makeCertificates } from '../../support/certificates.js';
import { execute, type TestDatabase } from '../../support/database.js';
import { startNats } from '../../support/nats.js';
import { TestBrowser } from '../../support/oidc/browser.js';
import { OidcProvider } from '../../support/oidc/provider.js';
import { startPostgres } from '../../support/postgres.js';
import { describeIf, natsServer, openssl } from '../../support/requirements.js';

const MAIN = new URL('../../../apps/aggregator/dist/main.js', import.meta.url).pathname;
const ALICE = { preferred_username: 'Alice', groups: ['ops', 'staff'] };

describeIf([natsServer, openssl], 'signing in by OpenID Connect', () => {
  let database: TestDatabase;
  let databaseUrl: string;
  let provider: OidcProvider;
  let aggregator: RunningAggregator;
  let weir: string;
  let env: Record<string, string>;
  let browser: TestBrowser;
  let addresses = 0;

  /** A browser at an address of its own: who fails often is held up. */
  const newBrowser = (): TestBrowser =>
    new TestBrowser({ 'x-forwarded-for': `10.9.${addresses >> 8}.${addresses++ & 255}` });
  const begin = (to = '/', by = browser): Promise<URL> =>
    by.led(`${weir}/auth/oidc/start?to=${encodeURIComponent(to)}`);
  /** What leads a browser back to us, as somebody; null = who declines. */
  const way = async (user: string | null, by = browser): Promise<URL> => by.signIn(await begin('/', by), user);
  const signIn = async (user: string, by = browser): Promise<Response> => by.ask(await way(user, by));
  const me = async (by = browser): Promise<unknown> => {
    const body = JSON.stringify({ query: '{ me { name kind role hasPassword } }' });
    const response = await by.ask(`${weir}/graphql`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    return response.status === 200 ? ((await response.json()) as { data: { me: unknown } }).data.me : response.status;
  };
  const refusalOf = async (response: Response): Promise<readonly [number, string | undefined]> => {
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(response.headers.get('cache-control')).toBe('no-store');
    return [response.status, /<h1>(.*)<\/h1>/.exec(await response.text())?.[1]];
  };
  const rows = (sql: string): Promise<readonly Record<string, unknown>[]> => execute(databaseUrl, sql);

  const STALE = [400, 'This sign-in is over, or began elsewhere'];
  const AWAY = [503, 'Us cannot be reached'];
  const UNUSABLE = [502, 'Us and weir do not understand each other'];

  beforeAll(async () => {
    const [nats, postgres, port] = await Promise.all([startNats(), startPostgres(), freePort()]);
    database = postgres;
    databaseUrl = await database.createDatabase();
    weir = `http://127.0.0.1:${port}`;
    provider = await OidcProvider.start(`${weir}/auth/oidc/callback`);
    env = {
      ...{ WEIR_DATABASE_URL: databaseUrl, WEIR_NATS_URL: nats.url, WEIR_HTTP_PORT: String(port), WEIR_ROLES: 'api' },
      ...{ WEIR_LOCAL_SIGN_IN: 'false', WEIR_PUBLIC_URL: weir, WEIR_TRUSTED_PROXIES: '127.0.0.1/32' },
      ...{ WEIR_OIDC_ISSUER: provider.issuer, WEIR_OIDC_CLIENT_ID: provider.clientId, WEIR_OIDC_NAME: 'Us' },
      ...{ WEIR_OIDC_CLIENT_SECRET: provider.clientSecret, WEIR_OIDC_ROLES: 'root=admin,ops=operator,staff=viewer' },
    };
    aggregator = await startAggregator(env);
  });
  beforeEach(() => {
    browser = newBrowser();
    provider.users.clear();
    provider.users.set('alice', ALICE);
  });
  afterEach(() => void jest.restoreAllMocks());
  afterAll(async () => aggregator.stop());

  it('begins though the provider is away, and says so where somebody wants to sign in', async () => {
    await provider.close();
    expect(await refusalOf(await browser.ask(`${weir}/auth/oidc/start`))).toEqual(AWAY);
    await provider.open();
    expect((await begin()).origin).toBe(provider.issuer);
  });

  it('lets nobody in before, tells whom to ask, and leads to the page that was wanted', async () => {
    expect(await me()).toBe(401);
    const state = await browser.ask(`${weir}/auth/state`);
    expect(await state.json()).toMatchObject({ oidc: { name: 'Us' }, me: null });
    const back = await browser.signIn(await begin('/hosts?range=1h#chart'), 'alice');
    const landed = await browser.ask(back);
    expect([landed.status, landed.headers.get('location')]).toEqual([303, `${weir}/hosts?range=1h#chart`]);
    expect(await me()).toEqual({ name: 'Alice', kind: 'SESSION', role: 'OPERATOR', hasPassword: false });
    expect([...browser.cookies.keys()].filter((name) => name.startsWith('weir'))).toEqual(['weir-session']);
  });

  it.each(['//evil.example', 'https://evil.example', '/\\evil.example', '/.//evil.example', 'javascript:alert(1)'])(
    'leads nobody to %s',
    async (to) => {
      const back = await browser.signIn(await begin(to), 'alice');
      expect((await browser.ask(back)).headers.get('location')).toBe(`${weir}/`);
    },
  );

  it('begins by the name that it comes back by, whatever one came by, and goes round once at most', async () => {
    const elsewhere = new TestBrowser({ 'x-forwarded-host': '10.0.0.5:8080' });
    const home = await begin('/hosts?a=1&b', elsewhere);
    expect(home.href).toBe(`${weir}/auth/oidc/start?to=%2Fhosts%3Fa%3D1%26b&home=`);
    expect([...elsewhere.cookies]).toEqual([]);
    expect((await elsewhere.led(home)).origin).toBe(provider.issuer);
    expect((await begin('//evil.example', elsewhere)).href).toBe(`${weir}/auth/oidc/start?to=%2F&home=`);
  });

  it('knows people by issuer and subject, however they are called', async () => {
    await signIn('alice');
    provider.users.set('alice', { ...ALICE, preferred_username: 'Alice B.', email: 'other@example.org' });
    await signIn('alice', newBrowser());
    const accounts = `SELECT name, oidc_issuer, password_hash FROM account WHERE oidc_subject = 'alice'`;
    expect(await rows(accounts)).toEqual([{ name: 'Alice', oidc_issuer: provider.issuer, password_hash: null }]);
    await rows(`INSERT INTO account (name, role, password_hash) VALUES ('root', 'admin', 'x')`);
    provider.users.set('mallory', { preferred_username: 'ROOT', groups: ['staff'] });
    provider.users.set('local', { preferred_username: 'alice', groups: ['staff'] });
    for (const [subject, name] of [
      ['mallory', 'ROOT (2)'],
      ['local', 'alice (2)'],
    ] as const) {
      const other = newBrowser();
      await signIn(subject, other);
      expect(await me(other)).toMatchObject({ name, role: 'VIEWER' });
    }
  });

  it('takes a role that is lowered there away here, also where somebody is signed in already', async () => {
    await signIn('alice');
    expect(await me()).toMatchObject({ role: 'OPERATOR' });
    provider.users.set('alice', { ...ALICE, groups: ['staff'] });
    const second = newBrowser();
    await signIn('alice', second);
    expect(await me(second)).toMatchObject({ role: 'VIEWER' });
    expect(await me()).toMatchObject({ role: 'VIEWER' });
  });

  it('makes no admin of whom an admin gave some hosts alone', async () => {
    provider.users.set('dave', { preferred_username: 'Dave', groups: ['root'] });
    await signIn('dave');
    expect(await me()).toMatchObject({ role: 'ADMIN' });
    await rows(`UPDATE account SET role = 'viewer', scope = '{"hosts":["web-*"],"labels":[]}' WHERE name = 'Dave'`);
    await signIn('dave');
    expect(await me()).toMatchObject({ role: 'OPERATOR' });
  });

  it('does not let in who is in no group that is listed, and signs out who no longer is', async () => {
    provider.users.set('bob', { preferred_username: 'Bob', groups: ['guests'] });
    expect(await refusalOf(await signIn('bob'))).toEqual([403, 'You may not use this weir']);
    expect(await me()).toBe(401);
    expect(await rows(`SELECT FROM account WHERE name = 'Bob'`)).toEqual([]);
    browser = newBrowser();
    await signIn('alice');
    provider.users.set('alice', { ...ALICE, groups: [] });
    expect(await refusalOf(await signIn('alice', newBrowser()))).toEqual([403, 'You may not use this weir']);
    expect(await me()).toBe(401);
  });

  it('does not let in whose account is disabled', async () => {
    provider.users.set('carol', { preferred_username: 'Carol', groups: ['root'] });
    await signIn('carol');
    await rows(`UPDATE account SET is_disabled = true WHERE name = 'Carol'`);
    const other = newBrowser();
    expect(await refusalOf(await signIn('carol', other))).toEqual([403, 'Your account is disabled']);
    expect(await me(other)).toBe(401);
  });

  it('takes a way back once, and of no browser but that which began', async () => {
    const back = await way('alice');
    const [other, none] = [newBrowser(), newBrowser()];
    await begin('/', other);
    expect(await refusalOf(await other.ask(back))).toEqual(STALE);
    expect(await refusalOf(await none.ask(back))).toEqual(STALE);
    const cookies = new Map(browser.cookies);
    expect((await browser.ask(back)).status).toBe(303);
    // Once more, and once more with the cookie that was taken away.
    expect(await refusalOf(await browser.ask(back))).toEqual(STALE);
    for (const [name, value] of cookies) none.cookies.set(name, value);
    expect(await refusalOf(await none.ask(back))).toEqual(STALE);
    expect(await me(none)).toBe(401);
  });

  it('believes no forged cookie', async () => {
    const back = await way('alice');
    const [text = '', signature = ''] = (browser.cookies.get('weir-oidc') ?? '').split('.');
    const attempt = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as object;
    const forged = Buffer.from(JSON.stringify({ ...attempt, to: '//evil.example' })).toString('base64url');
    browser.cookies.set('weir-oidc', `${forged}.${signature}`);
    expect(await refusalOf(await browser.ask(back))).toEqual(STALE);
    expect(await me()).toBe(401);
  });

  it.each([
    ['another state', STALE, (back: URL) => back.searchParams.set('state', 'forged')],
    ['no state', STALE, (back: URL) => back.searchParams.delete('state')],
    ['another code', STALE, (back: URL) => back.searchParams.set('code', 'guessed')],
    ['no code', UNUSABLE, (back: URL) => back.searchParams.delete('code')],
    ['another issuer', UNUSABLE, (back: URL) => back.searchParams.set('iss', 'https://evil.example')],
    ['no issuer', UNUSABLE, (back: URL) => back.searchParams.delete('iss')],
    ['an error of somebody else', UNUSABLE, (back: URL) => back.searchParams.set('error', '<script>')],
  ])('lets nobody in with %s', async (_, refusal, forge) => {
    const back = await way('alice');
    forge(back);
    expect(await refusalOf(await browser.ask(back))).toEqual(refusal);
    expect(await me()).toBe(401);
  });

  it('lets nobody in whose answer is for another nonce, or another verifier', async () => {
    const address = await begin();
    address.searchParams.set('nonce', 'of-another');
    expect(await refusalOf(await browser.ask(await browser.signIn(address, 'alice')))).toEqual(UNUSABLE);
    const next = await begin();
    next.searchParams.set('code_challenge', 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM');
    expect(await refusalOf(await browser.ask(await browser.signIn(next, 'alice')))).toEqual(STALE);
    expect(await me()).toBe(401);
  });

  it('says so where somebody declines', async () => {
    expect(await refusalOf(await browser.ask(await way(null)))).toEqual([403, 'You were not signed in']);
  });

  it.each([
    [-100, 303],
    [50, 303],
    [-150, 502],
  ])('may be told by a clock that is %s s off: %s', async (seconds, status) => {
    const now = Date.now.bind(Date);
    jest.spyOn(Date, 'now').mockImplementation(() => now() + seconds * 1_000);
    expect((await signIn('alice')).status).toBe(status);
  });

  it('says that the provider is away, and takes the same people in when it is back', async () => {
    const back = await way('alice');
    await provider.close();
    expect(await refusalOf(await browser.ask(back))).toEqual(AWAY);
    expect(aggregator.log()).toMatch(/the provider http:\/\/127.0.0.1:\d+ signs nobody in: fetch failed/);
    await provider.open();
    expect((await signIn('alice')).status).toBe(303);
  });

  it('slows down who fails again and again', async () => {
    const statuses: number[] = [];
    for (let tried = 0; tried < 25; tried++)
      statuses.push((await browser.ask(`${weir}/auth/oidc/callback?code=x`)).status);
    expect(statuses.slice(0, 20)).toEqual(Array(20).fill(400));
    expect(statuses.at(-1)).toBe(429);
    expect((await signIn('alice', newBrowser())).status).toBe(303);
  });

  it('keeps who came and who did not in the audit log, and no secret anywhere', async () => {
    const back = await way('alice');
    await browser.ask(back);
    await browser.ask(back);
    const entries = await rows(
      `SELECT actor, outcome, detail->>'by' AS by, detail->>'reason' AS reason FROM audit WHERE action = 'sign-in' ORDER BY id DESC LIMIT 2`,
    );
    expect(entries).toEqual([
      { actor: '(unknown)', outcome: 'denied', by: 'oidc', reason: 'stale' },
      { actor: 'Alice', outcome: 'ok', by: 'oidc', reason: null },
    ]);
    const [{ all = '' } = {}] = await rows(`SELECT string_agg(audit::text, ' ') AS all FROM audit`);
    for (const secret of [provider.clientSecret, back.searchParams.get('code'), back.searchParams.get('state')]) {
      expect(String(all) + aggregator.log()).not.toContain(secret);
    }
  });

  describe('is looked at by doctor', () => {
    const foundBy = async (more: Readonly<Record<string, string>> = {}): Promise<string | undefined> => {
      const all = { ...process.env, ...env, ...more };
      const asked = promisify(execFile)(process.execPath, [MAIN, 'doctor'], { env: all });
      const { stdout } = await asked.catch((failed: { stdout: string }) => failed);
      return stdout.split('\n').find((line) => line.includes('OpenID Connect'));
    };

    it('which says what the provider must know, or why it cannot be used', async () => {
      expect(await foundBy()).toBe(
        `✓ OpenID Connect: ${provider.issuer} answers; it must know the client weir with ${weir}/auth/oidc/callback`,
      );
      const nowhere = `http://127.0.0.1:${await freePort()}`;
      expect(await foundBy({ WEIR_OIDC_ISSUER: nowhere })).toMatch(
        /^✗ OpenID Connect: http:\S+ cannot be used: fetch failed: .*; people who sign in by password still can$/,
      );
    });

    it('which trusts one of HTTPS by an authority that it is told, and by no other', async () => {
      const { server } = makeCertificates();
      const [cert, key] = ['cert.pem', 'key.pem'].map((name) => readFileSync(join(server, name), 'utf8'));
      const { issuer } = await OidcProvider.start(`${weir}/auth/oidc/callback`, { cert: cert ?? '', key: key ?? '' });
      expect(await foundBy({ WEIR_OIDC_ISSUER: issuer })).toMatch(/^✗ .*fetch failed: .*certificate/);
      const told = { WEIR_OIDC_ISSUER: issuer, NODE_EXTRA_CA_CERTS: join(server, 'ca.pem') };
      expect(await foundBy(told)).toMatch(/^✓ OpenID Connect: https:/);
    });
  });
});
