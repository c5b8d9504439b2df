import { type Refusal, refusalOfName } from '@weir/model';
import type { Pool } from 'pg';
import { type HostScope, refusalOfScope } from '../query/scope/host-scope.js';
import {
  countTokens,
  deleteToken,
  insertToken,
  type Owner,
  readTokens,
  type TokenRow,
} from '../store/access/tokens.js';
import { refusalOfScopedAdmin } from './accounts.js';
import { type AccessRole, type Caller, hasRole } from './caller.js';
import type { Credentials } from './credentials.js';
import { hashOf, newSecret, TOKEN_PREFIX } from '../config/secret.js';

const DAY_MS = 24 * 3_600_000;
const LONGEST_DAYS = 366;
const MOST_TOKENS = 100;

/** What came of making a token: it and its secret, which is told only now; or what is wrong with the form. */
export type MadeToken =
  | { readonly ok: true; readonly token: TokenRow; readonly secret: string }
  | { readonly ok: false; readonly refusals: readonly Refusal[] };

export interface TokenForm {
  readonly name: string;
  readonly role: AccessRole;
  readonly scope: HostScope | null;
  readonly expiresAt: Date;
}

/** Keeps tokens for programs. */
export class Tokens {
  constructor(
    private readonly pool: Pool,
    private readonly credentials: Credentials,
  ) {}

  list(owner: Owner): Promise<TokenRow[]> {
    return readTokens(this.pool, owner);
  }

  async create(maker: Caller, form: TokenForm): Promise<MadeToken> {
    const refusals = refusalsOf(maker, form);
    if (refusals.length > 0) return { ok: false, refusals };
    if ((await countTokens(this.pool, maker.accountId)) >= MOST_TOKENS) {
      return {
        ok: false,
        refusals: [{ field: 'name', reason: `would be your token ${MOST_TOKENS + 1}: revoke some` }],
      };
    }
    const secret = newSecret(TOKEN_PREFIX);
    const row = { ...form, accountId: maker.accountId, secretHash: hashOf(secret) };
    return { ok: true, token: await insertToken(this.pool, row), secret };
  }

  /** Revokes a token; answers its name, or null where there is none. */
  async revoke(id: string, owner: Owner): Promise<string | null> {
    const name = await deleteToken(this.pool, id, owner);
    this.credentials.forget();
    return name;
  }
}

function refusalsOf(maker: Caller, { name, role, scope, expiresAt }: TokenForm): Refusal[] {
  const lastsMs = expiresAt.getTime() - Date.now();
  const isLasting = lastsMs > 0 && lastsMs <= LONGEST_DAYS * DAY_MS;
  return [
    // Else who took one could make more, which outlive it.
    maker.kind === 'session' || maker.kind === 'local'
      ? null
      : { field: 'name', reason: 'is asked for by a token, or by nobody: sign in to make one' },
    refusalOfName('name', name),
    hasRole(maker, role) ? null : { field: 'role', reason: `is more than yours, which is ${maker.role}` },
    scope && refusalOfScope('scope', scope),
    refusalOfScopedAdmin(role, scope),
    isLasting ? null : { field: 'expiresAt', reason: `must be later than now, by ${LONGEST_DAYS} days at most` },
  ].filter((refusal) => refusal !== null);
}
