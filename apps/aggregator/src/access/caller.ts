import type { IncomingMessage } from 'node:http';
import { ACCESS_ROLES, type AccessRole } from '../config/choices.js';
import type { HostScope } from '../query/scope/host-scope.js';

export { ACCESS_ROLES, type AccessRole };

export const CALLER_KINDS = ['session', 'token', 'local', 'anonymous'] as const;
export type CallerKind = (typeof CALLER_KINDS)[number];

/** Who asks, as far as was proven. */
export interface Caller {
  readonly kind: CallerKind;
  /** Null for local and anonymous. */
  readonly accountId: string | null;
  /** As shown: the account's name, "local" or "anonymous". */
  readonly name: string;
  /** A token's is the lower of its own and its account's. */
  readonly role: AccessRole;
  /** Null = all hosts. */
  readonly scope: HostScope | null;
  /** Of the session or token, by which it is looked up again and ended. */
  readonly credentialId: string | null;
  /** When that ends in any case; null of who has none. */
  readonly expiresAtMs: number | null;
}

/** Who is signed in by being at this machine, where WEIR_LOCAL_SIGN_IN allows it. */
export const LOCAL: Caller = {
  kind: 'local',
  accountId: null,
  name: 'local',
  role: 'admin',
  scope: null,
  credentialId: null,
  expiresAtMs: null,
};

/** Who has no credentials, where WEIR_ANONYMOUS_READ allows it. */
export const ANONYMOUS: Caller = { ...LOCAL, kind: 'anonymous', name: 'anonymous', role: 'viewer' };

/** Whether somebody may what `needed` may. What is for admins is of the whole fleet: who sees some hosts alone has no more than operators. */
export function hasRole(
  { role, scope = null }: Pick<Caller, 'role'> & Partial<Pick<Caller, 'scope'>>,
  needed: AccessRole,
): boolean {
  if (needed === 'admin' && scope !== null) return false;
  return ACCESS_ROLES.indexOf(role) >= ACCESS_ROLES.indexOf(needed);
}

/** The lower of two roles. */
export function lowerRole(one: AccessRole, other: AccessRole): AccessRole {
  return hasRole({ role: one }, other) ? other : one;
}

/** Whether a person or program is known by a name of its own. */
export function isNamed({ kind }: Caller): boolean {
  return kind === 'session' || kind === 'token';
}

const callers = new WeakMap<IncomingMessage, Caller>();

/** Keeps who a request is of, once that is known. */
export function setCaller(request: IncomingMessage, caller: Caller): void {
  callers.set(request, caller);
}

/** Who a request is of; undefined = it was let in without being asked, or is of nobody. */
export function callerOf(request: IncomingMessage): Caller | undefined {
  return callers.get(request);
}
