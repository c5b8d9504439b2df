import type { Refusal } from '@weir/model';
import type { Pool } from 'pg';
import { type HostScope, refusalOfScope } from '../query/scope/host-scope.js';
import {
  type AccountChange,
  type AccountRow,
  changingAccounts,
  deleteAccount,
  insertAccount,
  NoAdminLeft,
  readAccount,
  readAccounts,
  readPassword,
  updateAccount,
} from '../store/access/accounts.js';
import { deleteSessionsOf } from '../store/access/sessions.js';
import type { AccessRole, Caller } from './caller.js';
import type { Credentials } from './credentials.js';
import { refusalOfAccountName } from './name.js';
import { hashPassword, isPassword, refusalOfPassword } from './password.js';
import type { Throttle } from './throttle.js';

/** What came of a change: the account, or what is wrong with the form. */
export type Changed =
  { readonly ok: true; readonly account: AccountRow } | { readonly ok: false; readonly refusals: readonly Refusal[] };

/** What an admin may set of an account; what is left out stays, and a scope of null is all hosts. */
export interface AccountForm {
  readonly role?: AccessRole;
  readonly scope?: HostScope | null;
  readonly isDisabled?: boolean;
  readonly password?: string;
}

/** Keeps accounts. */
export class Accounts {
  constructor(
    private readonly pool: Pool,
    private readonly credentials: Credentials,
    private readonly throttle: Throttle,
  ) {}

  list(): Promise<AccountRow[]> {
    return readAccounts(this.pool);
  }

  byId(id: string): Promise<AccountRow | null> {
    return readAccount(this.pool, id);
  }

  async create(name: string, password: string, role: AccessRole, scope: HostScope | null): Promise<Changed> {
    const refusals = [
      refusalOfAccountName('name', name),
      refusalOfPassword('password', password, name),
      scope && refusalOfScope('scope', scope),
      refusalOfScopedAdmin(role, scope),
    ].filter((refusal) => refusal !== null);
    if (refusals.length > 0) return { ok: false, refusals };
    const account = await insertAccount(this.pool, { name, role, scope, passwordHash: await hashPassword(password) });
    return account ? { ok: true, account } : refused('name', 'is taken: take another');
  }

  /** Sets role, scope, password of an account, or whether it may sign in; what it was signed in with ends where it has to. */
  async set(id: string, form: AccountForm): Promise<Changed> {
    const { password, ...rights } = form;
    const before = await this.byId(id);
    if (!before) return refused('id', 'is that of no user');
    const refusals = [
      password === undefined ? null : this.refusalOfNewPassword('password', password, before),
      rights.scope ? refusalOfScope('scope', rights.scope) : null,
      refusalOfScopedAdmin(rights.role ?? before.role, rights.scope === undefined ? before.scope : rights.scope),
    ].filter((refusal) => refusal !== null);
    if (refusals.length > 0) return { ok: false, refusals };
    const change = { ...rights, ...(password !== undefined && { passwordHash: await hashPassword(password) }) };
    return this.change(id, change, form.isDisabled === true || password !== undefined);
  }

  /** Deletes an account with its sessions and tokens. */
  async remove(id: string): Promise<Changed> {
    return this.guarded(() => changingAccounts(this.pool, (client) => deleteAccount(client, id)));
  }

  /** Sets one's own password; all other sessions end. */
  async changePassword(caller: Caller, current: string, next: string, address: string): Promise<Changed> {
    const account = caller.kind === 'session' && caller.accountId !== null ? await this.byId(caller.accountId) : null;
    if (!account) return refused('current', 'is asked of who signed in by a password, and of nobody else');
    const attempt = { name: account.name, address };
    const waitSeconds = await this.throttle.begin(attempt);
    if (waitSeconds > 0) return refused('current', `was wrong too often: try again in ${waitSeconds} s`);
    const known = await readPassword(this.pool, account.name);
    if (!(await isPassword(known?.passwordHash ?? null, current))) return refused('current', 'is not your password');
    await this.throttle.succeed(attempt);
    const refusal = this.refusalOfNewPassword('next', next, account);
    if (refusal) return { ok: false, refusals: [refusal] };
    return this.change(account.id, { passwordHash: await hashPassword(next) }, true, caller.credentialId);
  }

  private refusalOfNewPassword(field: string, password: string, account: AccountRow): Refusal | null {
    if (!account.hasPassword) return { field, reason: 'is kept elsewhere: this user signs in by OpenID Connect' };
    return refusalOfPassword(field, password, account.name);
  }

  private change(
    id: string,
    change: AccountChange,
    endsSessions: boolean,
    but: string | null = null,
  ): Promise<Changed> {
    return this.guarded(() =>
      changingAccounts(this.pool, async (client) => {
        if (endsSessions) await deleteSessionsOf(client, id, but);
        return updateAccount(client, id, change);
      }),
    );
  }

  private async guarded(work: () => Promise<AccountRow | null>): Promise<Changed> {
    try {
      const account = await work();
      return account ? { ok: true, account } : refused('id', 'is that of no user');
    } catch (error) {
      if (error instanceof NoAdminLeft)
        return refused('id', 'is that of the last admin who may sign in: make another first');
      throw error;
    } finally {
      this.credentials.forget();
    }
  }
}

/** What admins set is of all hosts: one who sees some only could set what they must not see. */
export function refusalOfScopedAdmin(role: string, scope: unknown): Refusal | null {
  return role === 'admin' && scope !== null
    ? { field: 'scope', reason: 'must be null of an admin, who sees all hosts' }
    : null;
}

function refused(field: string, reason: string): Changed {
  return { ok: false, refusals: [{ field, reason }] };
}
