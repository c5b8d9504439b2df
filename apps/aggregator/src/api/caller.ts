import type { RequestHandler } from 'express';
import { type Caller, callerOf } from '../access/caller.js';
import { currentScopeKey, onBehalfOf, withinScope } from '../query/caller.js';
import { type HostScope, scopeKey } from '../query/scope/host-scope.js';

/** What nobody's question is answered from. */
const NO_HOSTS: HostScope = { hosts: [], labels: [] };

/**
 * Does what follows for the client, within the scope of whose request it is, whatever became of that while its body was read; ends
 * what the database is asked for one that is gone before it was answered.
 */
export const onBehalfOfClient: RequestHandler = (request, response, next) => {
  const left = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) left.abort();
  });
  const caller = callerOf(request);
  withinScope(caller ? caller.scope : NO_HOSTS, () => onBehalfOf(left.signal, next));
};

/** Throws where something is not done within the scope of whom it is done for. */
export function mustBeWithinScope({ scope }: Pick<Caller, 'scope'>): void {
  if (currentScopeKey() !== scopeKey(scope)) throw new Error('a question has left the scope of who asks it');
}
