import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Configuration, Context, Grant } from 'oidc-provider';
import { freePort } from '../../../deploy/local/src/process/port.js';
import { stopLater } from '../reaper.js';

/** What the provider says of somebody, besides who it is. */
export type Claims = Readonly<Record<string, unknown>>;

/** Of 127.0.0.1, in PEM. */
export interface OidcCertificate {
  readonly cert: string;
  readonly key: string;
}

/** Where it asks who somebody is: `?user=<subject>` says so, `?decline` that nobody wants to say. */
const SIGN_IN = '/sign-in/';
const SCOPE = 'openid profile groups';

/** A real provider of OpenID Connect at this machine, on one port for its life: it can be away, and change its keys. */
export class OidcProvider {
  readonly clientId = 'weir';
  readonly clientSecret = randomBytes(32).toString('hex');
  /** By subject: changed at will, and told from the next sign-in on. */
  readonly users = new Map<string, Claims>();
  /** Whether it tells claims with the sign-in itself, or only where it is asked for them. */
  tellsAtOnce = false;
  private server: Server | null = null;
  private answer: RequestListener = () => undefined;

  private constructor(
    private readonly port: number,
    private readonly redirectUri: string,
    private readonly certificate: OidcCertificate | null,
  ) {}

  /** Knows one client, whose callback is at the address; speaks HTTPS where it has a certificate. */
  static async start(redirectUri: string, certificate: OidcCertificate | null = null): Promise<OidcProvider> {
    // Node has it from version 22 on.
    URL.parse ??= (url, base) => (URL.canParse(url, base) ? new URL(url, base) : null);
    withoutAdvice();
    const provider = new OidcProvider(await freePort(), redirectUri, certificate);
    await provider.changeKeys();
    await provider.open();
    stopLater(() => provider.close());
    return provider;
  }

  get issuer(): string {
    return `${this.certificate ? 'https' : 'http'}://127.0.0.1:${this.port}`;
  }

  /** The address at which somebody who is asked to sign in says who it is; null = declines to. */
  static answered(asked: URL, user: string | null): URL {
    return new URL(user === null ? '?decline' : `?user=${encodeURIComponent(user)}`, asked);
  }

  /** Signs with another key from now on, and no longer knows the one before. */
  async changeKeys(): Promise<void> {
    const { default: Provider } = await import('oidc-provider');
    const provider = new Provider(this.issuer, this.configuration());
    const callback = provider.callback();
    const signIn = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const user = new URL(request.url ?? '', this.issuer).searchParams.get('user');
      const result = user === null ? { error: 'access_denied' } : { login: { accountId: user } };
      await provider.interactionFinished(request, response, result);
    };
    this.answer = (request, response) => {
      if (!request.url?.startsWith(SIGN_IN)) callback(request, response);
      else if (request.url.includes('?')) void signIn(request, response);
      else response.end('Who are you?');
    };
  }

  /** Listens, on the same port as before. */
  async open(): Promise<void> {
    const answer: RequestListener = (request, response) => this.answer(request, response);
    const server = this.certificate ? createSecureServer(this.certificate, answer) : createServer(answer);
    await new Promise<void>((done) => server.listen(this.port, '127.0.0.1', done));
    this.server = server;
  }

  /** Is away. */
  async close(): Promise<void> {
    const server = this.server;
    this.server = null;
    server?.closeAllConnections();
    await new Promise<void>((done) => (server ? server.close(() => done()) : done()));
  }

  private configuration(): Configuration {
    const { clientId: client_id, clientSecret: client_secret, redirectUri } = this;
    return {
      clients: [{ client_id, client_secret, redirect_uris: [redirectUri] }],
      jwks: { keys: [signingKey()] },
      cookies: { keys: [randomBytes(16).toString('hex')] },
      claims: { openid: ['sub'], profile: ['preferred_username', 'name'], groups: ['groups', 'realm_access'] },
      conformIdTokenClaims: !this.tellsAtOnce,
      features: { devInteractions: { enabled: false } },
      // Seconds: short, so that clocks matter.
      ttl: { IdToken: 60 },
      pkce: { required: () => true },
      interactions: { url: (_context, { uid }) => `${SIGN_IN}${uid}` },
      findAccount: (_context, sub) => {
        const claims = this.users.get(sub);
        return claims && { accountId: sub, claims: () => ({ ...claims, sub }) };
      },
      loadExistingGrant: grantAll,
    };
  }
}

/** It tells how to run it for others than tests. */
function withoutAdvice(): void {
  for (const level of ['info', 'warn'] as const) {
    const tell = console[level].bind(console);
    console[level] = (text: unknown, ...more: unknown[]) => {
      if (!String(text).startsWith('oidc-provider ')) tell(text, ...more);
    };
  }
}

/** Nobody is asked what weir may be told. */
async function grantAll({ oidc: { provider, client, session } }: Context): Promise<Grant> {
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(SCOPE);
  await grant.save();
  return grant;
}

function signingKey(): Claims {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  return { ...privateKey.export({ format: 'jwk' }), kid: randomBytes(8).toString('hex'), use: 'sig', alg: 'RS256' };
}
