import type { Pool } from 'pg';
import { cutScope, type HostScope, scopeKey } from '../query/scope/host-scope.js';
import { type CredentialRow, noteUse, readCredential, readCredentials } from '../store/access/credentials.js';
import { ACCESS_ROLES, type AccessRole, type Caller, lowerRole } from './caller.js';
import { hashOf, isSecret, TOKEN_PREFIX } from '../config/secret.js';

/** What a request has with it to show who it is of. */
export interface Presented {
  readonly kind: 'session' | 'token';
  readonly secret: string;
}

/** So long what was taken back may still be let in, by another process than that which took it back. */
const CACHED_MS = 2_000;
const MOST_CACHED = 5_000;
const NOTED_MS = 60_000;

/** Finds out who holds a secret. */
export class Credentials {
  private readonly cache = new Map<string, { readonly caller: Caller | null; readonly untilMs: number }>();
  private readonly notedMs = new Map<string, number>();

  constructor(
    private readonly readers: Pool,
    private readonly pool: Pool,
  ) {}

  /** Who a secret is of; null where it is nobody's, or no longer holds. Throws where the database is away. */
  async callerOf({ kind, secret }: Presented): Promise<Caller | null> {
    if (!isSecret(secret, kind === 'token' ? TOKEN_PREFIX : '')) return null;
    const hash = hashOf(secret);
    const key = hash.toString('base64');
    const known = this.cache.get(key);
    if (known && known.untilMs > Date.now()) return known.caller;
    const row = await readCredential(this.readers, kind, hash);
    const caller = row && asCaller(row);
    if (this.cache.size >= MOST_CACHED) this.forget();
    this.cache.set(key, { caller, untilMs: Date.now() + CACHED_MS });
    if (caller) await this.note([caller]);
    return caller;
  }

  /** Those of the callers who may no longer do what they could: expired, revoked, ended, disabled, or of another role or scope. */
  async changed(callers: readonly Caller[]): Promise<ReadonlySet<Caller>> {
    const ids = [...new Set(callers.flatMap(({ credentialId }) => credentialId ?? []))];
    if (ids.length === 0) return new Set();
    const now = new Map((await readCredentials(this.readers, ids)).map((row) => [row.id, rightsOf(asCaller(row))]));
    const changed = callers.filter(
      (caller) => caller.credentialId !== null && now.get(caller.credentialId) !== rightsOf(caller),
    );
    await this.note(callers.filter((caller) => !changed.includes(caller)));
    return new Set(changed);
  }

  /** What was just taken back or changed here holds from the next request on. */
  forget(): void {
    this.cache.clear();
  }

  private async note(callers: readonly Caller[]): Promise<void> {
    const nowMs = Date.now();
    const ids = callers.flatMap(({ credentialId }) => credentialId ?? []);
    const due = [...new Set(ids)].filter((id) => (this.notedMs.get(id) ?? 0) < nowMs - NOTED_MS);
    if (due.length === 0) return;
    if (this.notedMs.size >= MOST_CACHED) this.notedMs.clear();
    for (const id of due) this.notedMs.set(id, nowMs);
    await noteUse(this.pool, due);
  }
}

/** Who a session or token is of, as it holds now. */
export function asCaller(row: CredentialRow): Caller {
  const { id, kind, accountId, name, expiresAt } = row;
  const [own, account] = [roleOf(row.ownRole), roleOf(row.role)];
  const scope = cutScope(row.ownScope as HostScope | null, row.scope as HostScope | null);
  // A role that this version does not know is the least.
  const role = own && account ? lowerRole(own, account) : (own ?? account ?? 'viewer');
  return { kind, accountId, name, role, scope, credentialId: id, expiresAtMs: expiresAt.getTime() };
}

function roleOf(text: string | null): AccessRole | null {
  return text === null ? null : (ACCESS_ROLES.find((role) => role === text) ?? 'viewer');
}

function rightsOf({ role, scope, name }: Caller): string {
  return JSON.stringify([role, scopeKey(scope), name]);
}
