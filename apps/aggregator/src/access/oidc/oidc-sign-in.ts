import { Logger } from '@nestjs/common';
import type { Pool } from 'pg';
import type { OidcConfig } from '../../config/oidc-settings.js';
import { admitSubject, type OidcAccountRow, readSubject } from '../../store/access/oidc-accounts.js';
import type { AuditLog } from '../audit-log.js';
import type { Credentials } from '../credentials.js';
import type { Client, Sessions } from '../sessions.js';
import type { Throttle } from '../throttle.js';
import { attemptKey, beginAttempt, openedAttempt, signedAttempt } from './attempt.js';
import type { OidcClient, OidcIdentity } from './client.js';
import type { OidcAnswer, OidcFault } from './fault.js';
import { accountNames } from './names.js';
import { ownPath } from './own-path.js';
import { roleOfGroups } from './role.js';

/** Why nobody was signed in: a fault of the way; or who it is may not, or has failed too often. */
export type OidcRefusal = OidcFault | 'unlisted' | 'disabled' | 'throttled';

/** What came of the way back: the secret of a session and the page that was wanted, or why there is none. */
export type OidcSignedIn =
  | { readonly ok: true; readonly secret: string; readonly to: string }
  | { readonly ok: false; readonly refusal: OidcRefusal };

/** The way to the provider: its address, and what the browser is to bring back. */
export interface OidcWay {
  readonly address: string;
  readonly cookie: string;
}

/** What it takes to sign somebody in. */
interface Parts {
  readonly pool: Pool;
  readonly credentials: Credentials;
  readonly sessions: Sessions;
  readonly throttle: Throttle;
  readonly audit: AuditLog;
}

/** Signs in whom the provider knows, as far as their groups allow. */
export class OidcSignIn {
  private readonly logger = new Logger('oidc');
  private readonly key: Uint8Array;

  constructor(
    private readonly config: OidcConfig,
    private readonly client: OidcClient,
    private readonly parts: Parts,
  ) {
    this.key = attemptKey(config.clientSecret);
  }

  /** Leads somebody to the provider, who wants to see a page of ours afterwards. */
  async begin(to: unknown): Promise<OidcAnswer<OidcWay>> {
    const attempt = beginAttempt(ownPath(to));
    const address = await this.client.addressFor(attempt);
    if (!address.ok) return this.told(address);
    return { ok: true, value: { address: address.value.href, cookie: signedAttempt(attempt, this.key) } };
  }

  /** Takes in who comes back, with what the provider had the browser bring, and the cookie that it had from us. */
  async finish(brought: URLSearchParams, cookie: string | null, client: Client): Promise<OidcSignedIn> {
    const { throttle } = this.parts;
    const tried = { name: null, address: client.address };
    if ((await throttle.begin(tried)) > 0) return this.refused('throttled', client, null);
    const attempt = openedAttempt(cookie ?? '', this.key);
    if (!attempt || brought.get('state') !== attempt.state) return this.refused('stale', client, null);
    const answer = await this.client.identityOf(brought, attempt);
    if (!answer.ok) {
      this.told(answer);
      return this.refused(answer.fault, client, null);
    }
    const signedIn = await this.admit(answer.value, client);
    if (signedIn.ok) await throttle.succeed(tried);
    return signedIn.ok ? { ...signedIn, to: attempt.to } : signedIn;
  }

  private async admit(
    identity: OidcIdentity,
    client: Client,
  ): Promise<{ ok: true; secret: string } | { ok: false; refusal: OidcRefusal }> {
    const { pool, credentials, sessions, audit } = this.parts;
    const role = roleOfGroups(identity.groups, this.config.roles);
    if (role === null) return this.unlisted(identity, client);
    const account = await admitSubject(pool, identity, role, accountNames(identity.name));
    credentials.forget();
    if (account.isDisabled) return this.refused('disabled', client, account.name);
    const secret = await sessions.begin(account.id, client);
    await audit.write({
      ...entryOf(account.name, client),
      outcome: 'ok',
      detail: { ...detailOf(client), role: account.role },
    });
    return { ok: true, secret };
  }

  /** Who was in a group and is in none any more is signed in nowhere any more. */
  private async unlisted(identity: OidcIdentity, client: Client): Promise<{ ok: false; refusal: OidcRefusal }> {
    const known: OidcAccountRow | null = await readSubject(this.parts.pool, identity);
    if (known) await this.parts.sessions.endAll(known.id, null);
    return this.refused('unlisted', client, known?.name ?? identity.name);
  }

  private async refused(
    refusal: OidcRefusal,
    client: Client,
    name: string | null,
  ): Promise<{ ok: false; refusal: OidcRefusal }> {
    const detail = { ...detailOf(client), reason: refusal };
    await this.parts.audit.write({ ...entryOf(name ?? '(unknown)', client), outcome: 'denied', detail });
    return { ok: false, refusal };
  }

  /** Says in the log what people need not know. */
  private told<T extends Extract<OidcAnswer<never>, { ok: false }>>(answer: T): T {
    if (answer.fault === 'away' || answer.fault === 'unusable') {
      this.logger.warn(`the provider ${this.config.issuer} signs nobody in: ${answer.detail}`);
    }
    return answer;
  }
}

function entryOf(claimed: string, { address }: Client) {
  return { caller: { claimed }, address, action: 'sign-in' };
}

function detailOf({ browser }: Client) {
  return { by: 'oidc', browser };
}
