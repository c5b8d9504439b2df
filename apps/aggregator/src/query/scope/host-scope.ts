import { matchesGlob, type Refusal } from '@weir/model';
import { refusalOfNul } from '../nul.js';

/** Which hosts somebody may see: each whose name fits one of the globs, or that bears one of the labels. Of nothing, none. */
export interface HostScope {
  /** `*` is any text, `?` any character; case does not matter. */
  readonly hosts: readonly string[];
  /** What people note about hosts; both must be exactly so. */
  readonly labels: readonly ScopeLabel[];
  /** And only what this scope holds too: of a token, that of its account. */
  readonly within?: HostScope | null;
}

export interface ScopeLabel {
  readonly name: string;
  readonly value: string;
}

/** What of a host decides whether it is in a scope. */
export interface ScopedHost {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Most globs, and most labels, of one scope. */
export const MOST_IN_SCOPE = 100;
/** Most characters of a glob, of a label's name and of its value. */
export const LONGEST_IN_SCOPE = 253;

/** Whether a host is in a scope; null holds all hosts. */
export function isInScope(scope: HostScope | null, host: ScopedHost): boolean {
  if (!scope) return true;
  const name = host.name.toLowerCase();
  const fits =
    scope.hosts.some((glob) => matchesGlob(name, glob.toLowerCase())) ||
    scope.labels.some((label) => Object.hasOwn(host.labels, label.name) && host.labels[label.name] === label.value);
  return fits && isInScope(scope.within ?? null, host);
}

/** The hosts that are in both scopes; null holds all hosts. */
export function cutScope(scope: HostScope | null, within: HostScope | null): HostScope | null {
  if (!scope || !within) return scope ?? within;
  return { ...scope, within: cutScope(scope.within ?? null, within) };
}

/** The same text for the same scope: the key by which what was found out for one may serve another. */
export function scopeKey(scope: HostScope | null): string {
  if (!scope) return '';
  const labels = scope.labels.map(({ name, value }) => JSON.stringify([name, value])).sort();
  return JSON.stringify([[...scope.hosts].sort(), labels, scope.within ? scopeKey(scope.within) : null]);
}

/** What is wrong with a scope that somebody gives, or null. */
export function refusalOfScope(field: string, scope: HostScope): Refusal | null {
  const texts = [...scope.hosts, ...scope.labels.flatMap(({ name, value }) => [name, value])];
  const names = [...scope.hosts, ...scope.labels.map(({ name }) => name)];
  if (names.length === 0) {
    return { field, reason: 'names no host: give globs of hosts or labels, or no scope for all hosts' };
  }
  if (scope.hosts.length > MOST_IN_SCOPE || scope.labels.length > MOST_IN_SCOPE) {
    return { field, reason: `at most ${String(MOST_IN_SCOPE)} globs and as many labels` };
  }
  if (names.includes('')) return { field, reason: 'a glob and the name of a label are not empty' };
  if (texts.some((text) => text.length > LONGEST_IN_SCOPE)) {
    return { field, reason: `at most ${String(LONGEST_IN_SCOPE)} characters each` };
  }
  return refusalOfNul(field, texts);
}
