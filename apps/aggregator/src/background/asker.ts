import { AsyncLocalStorage } from 'node:async_hooks';

/** Which hosts somebody may see of, whatever asks for them. */
export interface Scope {
  /** The same for scopes that hold the same hosts, whatever these are called and labelled by then. */
  readonly key: string;
  holds(host: { readonly name: string; readonly labels: Readonly<Record<string, string>> }): boolean;
}

/** On whose behalf something is done. */
export interface Asker {
  /** Aborted when nobody waits for it any more; undefined = it is waited for always. */
  readonly left: AbortSignal | undefined;
  /** Null = all hosts. */
  readonly scope: Scope | null;
  /** How long each of its questions may take; left out = as long as somebody waits for a page. */
  readonly longestMs?: number;
}

const askers = new AsyncLocalStorage<Asker>();

/** On whose behalf this is done; undefined for what is done in the background, which sees all hosts. */
export function currentAsker(): Asker | undefined {
  return askers.getStore();
}

/** Does something on somebody's behalf, and so all that it begins. */
export function actFor<T>(asker: Asker, work: () => T): T {
  return askers.run(asker, work);
}
