import * as openid from 'openid-client';
import type { OidcConfig } from '../../config/oidc-settings.js';
import type { Attempt } from './attempt.js';
import { type Claims, groupsOf, nameOf, plain } from './claims.js';
import { faultOf, type OidcAnswer, UNKNOWN_KEY } from './fault.js';

const TIMEOUT_SECONDS = 10;
/** So far the provider's clock may be off. */
const CLOCK_TOLERANCE_SECONDS = 60;
/** What the provider tells of itself is read anew after so long. */
const KNOWN_MS = 3_600_000;
/** Asked for where the provider knows them; others refuse what they do not know. */
const OPTIONAL_SCOPES = ['profile', 'email', 'groups'];

/** Somebody whom the provider knows: who it is, is told by issuer and subject alone. */
export interface OidcIdentity {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  readonly groups: readonly string[];
}

/** The path of ours that the provider leads back to. */
export const CALLBACK_PATH = '/auth/oidc/callback';

/** Asks the provider who somebody is: by an authorization code, with PKCE, state and nonce. */
export class OidcClient {
  private known: { readonly at: number; readonly configuration: Promise<openid.Configuration> } | null = null;
  private readonly redirectUri: string;

  /** `publicUrl` = where people reach us, without a slash at its end. */
  constructor(
    private readonly config: OidcConfig,
    publicUrl: string,
  ) {
    this.redirectUri = publicUrl + CALLBACK_PATH;
  }

  /** Whether the provider is there, and is who it is meant to be; answers where people sign in. */
  look(): Promise<OidcAnswer<string>> {
    return this.asking(async (provider) => provider.serverMetadata().authorization_endpoint ?? '');
  }

  /** Where somebody is led to sign in. */
  addressFor({ state, nonce, verifier }: Attempt): Promise<OidcAnswer<URL>> {
    return this.asking(async (provider) => {
      const known = provider.serverMetadata().scopes_supported ?? OPTIONAL_SCOPES.slice(0, 2);
      return openid.buildAuthorizationUrl(provider, {
        redirect_uri: this.redirectUri,
        scope: ['openid', ...OPTIONAL_SCOPES.filter((scope) => known.includes(scope))].join(' '),
        ...{ state, nonce, code_challenge_method: 'S256' },
        code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      });
    });
  }

  /** Who came back, by what the provider had the browser bring along. */
  identityOf(brought: URLSearchParams, attempt: Attempt): Promise<OidcAnswer<OidcIdentity>> {
    return this.asking(async (provider) => {
      const tokens = await openid.authorizationCodeGrant(provider, new URL(`${this.redirectUri}?${brought}`), {
        expectedState: attempt.state,
        expectedNonce: attempt.nonce,
        pkceCodeVerifier: attempt.verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (!claims) throw new openid.ClientError('the answer says not who somebody is');
      return this.identityIn(claims, () => openid.fetchUserInfo(provider, tokens.access_token, claims.sub));
    });
  }

  /** Many providers tell groups and names only where they are asked for them. The issuer is as it names itself, however we are told it. */
  private async identityIn(claims: openid.IDToken, ask: () => Promise<Claims>): Promise<OidcIdentity> {
    const { groupsClaim } = this.config;
    const isTold = groupsOf(claims, groupsClaim) !== null && nameOf(claims) !== null;
    const told = isTold ? claims : { ...(await ask()), ...claims };
    const name = nameOf(told) ?? plain(claims.sub);
    return { issuer: claims.iss, subject: claims.sub, name, groups: groupsOf(told, groupsClaim) ?? [] };
  }

  private async asking<T>(ask: (provider: openid.Configuration) => Promise<T>): Promise<OidcAnswer<T>> {
    try {
      return { ok: true, value: await ask(await this.provider()) };
    } catch (error) {
      // The library reads keys anew once a minute at most: who tries again need not wait.
      if (error instanceof openid.ClientError && error.code === UNKNOWN_KEY) this.known = null;
      return faultOf(error);
    }
  }

  /** One question for all who wait; what failed is asked again. */
  private provider(): Promise<openid.Configuration> {
    if (!this.known || Date.now() - this.known.at > KNOWN_MS) {
      const asked = { at: Date.now(), configuration: discover(this.config) };
      this.known = asked;
      asked.configuration.catch(() => {
        if (this.known === asked) this.known = null;
      });
    }
    return this.known.configuration;
  }
}

async function discover({ issuer, clientId, clientSecret }: OidcConfig): Promise<openid.Configuration> {
  const isPlain = issuer.startsWith('http:');
  const metadata = { [openid.clockTolerance]: CLOCK_TOLERANCE_SECONDS };
  const provider = await openid.discovery(new URL(issuer), clientId, metadata, authentication(clientSecret), {
    execute: [openid.enableNonRepudiationChecks, ...(isPlain ? [openid.allowInsecureRequests] : [])],
    timeout: TIMEOUT_SECONDS,
  });
  const named = provider.serverMetadata().issuer;
  // The library lets some hosts name others, whose people are not those that were meant.
  if (new URL(named).href !== new URL(issuer).href) {
    throw new openid.ClientError(`the provider names itself ${named}: set WEIR_OIDC_ISSUER to what was meant`);
  }
  return provider;
}

/** By header, as is usual, unless the provider takes secrets in bodies alone. */
function authentication(clientSecret: string): openid.ClientAuth {
  const [basic, post] = [openid.ClientSecretBasic(clientSecret), openid.ClientSecretPost(clientSecret)];
  return (server, client, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const usual = methods.includes('client_secret_basic') || !methods.includes('client_secret_post');
    (usual ? basic : post)(server, client, body, headers);
  };
}
