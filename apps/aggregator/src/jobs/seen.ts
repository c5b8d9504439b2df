import { type Caller, hasRole } from '../access/caller.js';
import { scopeKey } from '../query/scope/host-scope.js';
import type { Statement } from '../query/sql.js';

/**
 * SQL: which jobs and saved reports somebody sees, and may end, change and have the files of. They are of who asked for them; a token
 * sees its own alone, and who sees some hosts alone what was made of the same hosts. Admins see all. Operators of all hosts see what is of
 * saved reports: `ofReports` is the condition of that.
 */
export function seenBy(caller: Caller, statement: Statement, ofReports: string): string {
  if (hasRole(caller, 'admin')) return 'true';
  const own = ownOf(caller, statement);
  if (caller.scope !== null) return `${own} AND scope_key = ${statement.place(scopeKey(caller.scope), 'text')}`;
  return hasRole(caller, 'operator') ? `${own} OR ${ofReports}` : own;
}

function ownOf({ kind, accountId, credentialId }: Caller, statement: Statement): string {
  if (kind === 'token') return `token_id = ${statement.place(credentialId, 'uuid')}`;
  return accountId === null ? 'false' : `account_id = ${statement.place(accountId, 'uuid')}`;
}
