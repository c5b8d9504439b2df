import type { Refusal } from '@weir/model';
import type { Pool } from 'pg';
import type { Config } from '../config/config.js';
import { cutScope, type HostScope } from '../query/scope/host-scope.js';
import { readAccount } from '../store/access/accounts.js';
import { readCredentials } from '../store/access/credentials.js';
import type { AskedBy } from '../store/jobs/job-row.js';
import { ACCESS_ROLES, type AccessRole, type Caller, hasRole, LOCAL } from './caller.js';
import { asCaller } from './credentials.js';

/** What somebody may now who asked for something before, and has left. */
export type Standing =
  { readonly ok: true; readonly scope: HostScope | null } | { readonly ok: false; readonly refusal: Refusal };

type Rights = Pick<Caller, 'role' | 'scope'>;

/**
 * What whoever asked for something may do now: they see no more hosts than they did by then, and than they do now. Refused where the
 * account or the token is gone, or is less than it takes, or where nobody is signed in by being here any more. `pool` sees all hosts.
 */
export async function standingOf(
  pool: Pool,
  by: AskedBy,
  needed: AccessRole,
  { isLocalSignIn }: Pick<Config, 'isLocalSignIn'>,
): Promise<Standing> {
  if (by.tokenId === null && by.accountId === null && !isLocalSignIn) return refused(NOT_LOCAL);
  const rights =
    by.tokenId === null ? await rightsOfAccount(pool, by.accountId) : await rightsOfToken(pool, by.tokenId);
  if (!rights) return refused(`${whose(by)} was deleted, disabled or has expired: ${REMEDY}`);
  // Who sees some hosts alone may have reports made of these.
  if (hasRole(rights, needed)) return { ok: true, scope: cutScope(by.scope as HostScope | null, rights.scope) };
  return refused(`${whose(by)} has the role ${rights.role} by now, and it needs ${needed}: ${REMEDY}`);
}

const REMEDY = 'somebody else must ask for it';
const NOT_LOCAL = `was signed in by being at weir's machine, and WEIR_LOCAL_SIGN_IN is off: ${REMEDY}`;

function whose({ tokenId, madeBy }: AskedBy): string {
  return tokenId === null ? `is ${madeBy}, whose account` : `is ${madeBy}, by a token that`;
}

async function rightsOfAccount(pool: Pool, accountId: string | null): Promise<Rights | null> {
  if (accountId === null) return LOCAL;
  const account = await readAccount(pool, accountId);
  if (!account || account.isDisabled) return null;
  const role = ACCESS_ROLES.find((each) => each === account.role) ?? 'viewer';
  return { role, scope: account.scope as HostScope | null };
}

async function rightsOfToken(pool: Pool, tokenId: string): Promise<Rights | null> {
  const [row] = await readCredentials(pool, [tokenId]);
  return row ? asCaller(row) : null;
}

function refused(reason: string): Standing {
  return { ok: false, refusal: { field: 'madeBy', reason } };
}
