import type { Accounts } from '../../access/accounts.js';
import type { Caller } from '../../access/caller.js';

/** Who somebody is, as they are told themselves. */
export interface Me extends Pick<Caller, 'name' | 'kind' | 'role' | 'scope' | 'accountId'> {
  /** Whether they sign in by a password that weir keeps. */
  readonly hasPassword: boolean;
}

/** Tells somebody who they are. */
export async function meOf({ name, kind, role, scope, accountId }: Caller, accounts: Accounts): Promise<Me> {
  const account = accountId === null ? null : await accounts.byId(accountId);
  return { name, kind, role, scope, accountId, hasPassword: account?.hasPassword ?? false };
}
