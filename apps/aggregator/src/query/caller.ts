import { AsyncLocalStorage } from 'node:async_hooks';

/** Whoever waits for what is being done: aborted when nobody does any more. */
const callers = new AsyncLocalStorage<AbortSignal>();

/** Does something on behalf of a caller, whose leaving ends the questions that are asked of the database for it. */
export function onBehalfOf<T>(caller: AbortSignal, work: () => T): T {
  return callers.run(caller, work);
}

/** The caller on whose behalf this is done; none for what is done in the background. */
export function currentCaller(): AbortSignal | undefined {
  return callers.getStore();
}
