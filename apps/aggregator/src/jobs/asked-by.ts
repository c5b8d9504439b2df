import type { Caller } from '../access/caller.js';
import { scopeKey } from '../query/scope/host-scope.js';
import type { AskedBy } from '../store/jobs/job-row.js';

/** As whom somebody asks for what is done when they have left. */
export function askedBy({ kind, accountId, credentialId, scope, name }: Caller): AskedBy {
  const tokenId = kind === 'token' ? credentialId : null;
  return { accountId, tokenId, scope, scopeKey: scopeKey(scope), madeBy: name };
}
