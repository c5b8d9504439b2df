import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Attempt, beginAttempt } from '../../../apps/aggregator/src/access/oidc/attempt.js';
import { OidcClient } from '../../../apps/aggregator/src/access/oidc/client.js';
import { TestBrowser } from '../../support/oidc/browser.js';
import { OidcProvider } from '../../support/oidc/provider.js';

const US = 'https://weir.example';
const SECOND_MS = 1_000;

describe('a provider of OpenID Connect', () => {
  let provider: OidcProvider;
  let client: OidcClient;
  let attempt: Attempt;

  const clientOf = (more: Readonly<Record<string, string>> = {}): OidcClient => {
    const { issuer, clientId, clientSecret } = provider;
    return new OidcClient(
      { issuer, clientId, clientSecret, name: 'us', groupsClaim: 'groups', roles: [], ...more },
      US,
    );
  };
  const addressFor = async (): Promise<URL> => {
    const address = await client.addressFor(attempt);
    if (!address.ok) throw new Error(address.detail);
    return address.value;
  };
  /** What the provider has a browser bring back, which was led to an address. */
  const broughtBy = async (address: URL, user: string | null = 'alice'): Promise<URLSearchParams> =>
    (await new TestBrowser().signIn(address, user)).searchParams;
  const passes = (seconds: number): void => {
    const now = Date.now.bind(Date);
    jest.spyOn(Date, 'now').mockImplementation(() => now() + seconds * SECOND_MS);
  };

  beforeAll(async () => {
    provider = await OidcProvider.start(`${US}/auth/oidc/callback`);
    provider.users.set('alice', { preferred_username: 'Alice', groups: ['ops', 'staff'] });
  });
  beforeEach(() => {
    client = clientOf();
    attempt = beginAttempt('/');
  });
  afterEach(() => void jest.restoreAllMocks());

  it('tells who somebody is, and groups, where it is asked for them', async () => {
    const address = await addressFor();
    expect(Object.fromEntries(address.searchParams)).toMatchObject({
      redirect_uri: `${US}/auth/oidc/callback`,
      scope: 'openid profile groups',
      code_challenge_method: 'S256',
    });
    expect(address.href).not.toContain(attempt.verifier);
    expect(await client.identityOf(await broughtBy(address), attempt)).toEqual({
      ok: true,
      value: { issuer: provider.issuer, subject: 'alice', name: 'Alice', groups: ['ops', 'staff'] },
    });
  });

  it('takes a code once', async () => {
    const brought = await broughtBy(await addressFor());
    expect(await client.identityOf(brought, attempt)).toMatchObject({ ok: true });
    expect(await client.identityOf(brought, attempt)).toMatchObject({
      fault: 'stale',
      detail: expect.stringMatching(/invalid_grant/),
    });
  });

  it.each([
    ['state', (brought: URLSearchParams) => brought.set('state', 'forged'), /"state"/],
    ['issuer', (brought: URLSearchParams) => brought.set('iss', 'https://evil.example'), /"iss"/],
    ['issuer, left out', (brought: URLSearchParams) => brought.delete('iss'), /"iss"/],
    ['state twice', (brought: URLSearchParams) => brought.append('state', 'forged'), /state/],
  ])('is not believed with another %s', async (_, forge, reason) => {
    const brought = await broughtBy(await addressFor());
    forge(brought);
    const answer = await client.identityOf(brought, attempt);
    expect(answer).toMatchObject({ ok: false, fault: 'unusable', detail: expect.stringMatching(reason) });
  });

  it('is not believed with another nonce, and gives nothing for another verifier', async () => {
    const address = await addressFor();
    address.searchParams.set('nonce', 'of-another');
    const brought = await broughtBy(address);
    expect(await client.identityOf(brought, attempt)).toMatchObject({
      fault: 'unusable',
      detail: expect.stringMatching(/claim/),
    });
    const other = { ...beginAttempt('/'), state: attempt.state, nonce: attempt.nonce };
    expect(await client.identityOf(await broughtBy(await addressFor()), other)).toMatchObject({ fault: 'stale' });
  });

  it('signs with new keys at any time', async () => {
    expect(await client.identityOf(await broughtBy(await addressFor()), attempt)).toMatchObject({ ok: true });
    await provider.changeKeys();
    const within = await client.identityOf(await broughtBy(await addressFor()), attempt);
    expect(within).toMatchObject({ fault: 'unusable', detail: expect.stringMatching(/key/) });
    expect(await client.identityOf(await broughtBy(await addressFor()), attempt)).toMatchObject({ ok: true });
    await provider.changeKeys();
    passes(61);
    expect(await client.identityOf(await broughtBy(await addressFor()), attempt)).toMatchObject({ ok: true });
  });

  it('declines where somebody does', async () => {
    const brought = await broughtBy(await addressFor(), null);
    expect(await client.identityOf(brought, attempt)).toMatchObject({ fault: 'declined' });
  });

  it('is away, and back', async () => {
    const brought = await broughtBy(await addressFor());
    await provider.close();
    const away = { fault: 'away', detail: expect.stringContaining('fetch failed: ') };
    expect(await client.identityOf(brought, attempt)).toMatchObject(away);
    client = clientOf();
    expect(await client.addressFor(attempt)).toMatchObject(away);
    await provider.open();
    expect(await client.addressFor(attempt)).toMatchObject({ ok: true });
  });

  it('must be the one that was meant, and know us', async () => {
    const other = await clientOf({ issuer: provider.issuer.replace('127.0.0.1', 'localhost') }).look();
    expect(other).toMatchObject({ fault: 'unusable', detail: expect.stringContaining('issuer') });
    const discovery = clientOf({ issuer: `${provider.issuer}/.well-known/openid-configuration` });
    expect(await discovery.look()).toMatchObject({
      fault: 'unusable',
      detail: `the provider names itself ${provider.issuer}: set WEIR_OIDC_ISSUER to what was meant`,
    });
    const brought = await broughtBy(await addressFor());
    expect(await clientOf({ clientSecret: 'guessed' }).identityOf(brought, attempt)).toMatchObject({
      fault: 'unusable',
      detail: 'answers 401 to WEIR_OIDC_CLIENT_ID and WEIR_OIDC_CLIENT_SECRET',
    });
  });
});
