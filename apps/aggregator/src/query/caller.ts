import { actFor, currentAsker, type Scope } from '../background/asker.js';
import { type HostScope, isInScope, scopeKey } from './scope/host-scope.js';

const LONGEST_OF_JOB_MS = 60_000;

/**
 * Does something on behalf of a caller, whose leaving ends the questions that are asked of the database for it. It sees the hosts
 * that were seen before, for a scope is never left; and each question has as long as before.
 */
export function onBehalfOf<T>(caller: AbortSignal, work: () => T): T {
  return actFor({ ...currentAsker(), left: caller, scope: currentScope() }, work);
}

/** The same for a job, which nobody waits for: on a busy machine, each of its questions may take a minute. */
export function onBehalfOfJob<T>(ended: AbortSignal, work: () => T): T {
  return actFor({ left: ended, scope: currentScope(), longestMs: LONGEST_OF_JOB_MS }, work);
}

/** The caller on whose behalf this is done; none for what is done in the background. */
export function currentCaller(): AbortSignal | undefined {
  return currentAsker()?.left;
}

/** Does something for somebody who sees the hosts of a scope alone; null = all hosts. */
export function withinScope<T>(scope: HostScope | null, work: () => T): T {
  return actFor({ ...currentAsker(), left: currentCaller(), scope: scope && asScope(scope) }, work);
}

/** Which hosts are seen of by what is done now; null = all. */
export function currentScope(): Scope | null {
  return currentAsker()?.scope ?? null;
}

/** The key of the scope in which this is done: what was found out in one must not be told in another. */
export function currentScopeKey(): string {
  return currentScope()?.key ?? '';
}

/** The same work in the scope of now, whoever has it done and whenever: for what is shared, and outlives who asked first. */
export function inScopeOfNow<Given extends readonly unknown[], T>(
  work: (...given: Given) => T,
): (...given: Given) => T {
  const scope = currentScope();
  return (...given) => actFor({ left: undefined, scope }, () => work(...given));
}

function asScope(scope: HostScope): Scope {
  return { key: scopeKey(scope), holds: (host) => isInScope(scope, host) };
}
