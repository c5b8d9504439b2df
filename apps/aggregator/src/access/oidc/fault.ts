import { isNativeError } from 'node:util/types';
import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';

/**
 * Why nobody was signed in by the provider: it is away; somebody there declined; the way back is not one that began here, or was
 * gone already; what it answers cannot be used, for its log to tell.
 */
export type OidcFault = 'away' | 'declined' | 'stale' | 'unusable';

/** What the provider was asked for, or why there is none. The detail is for our log: it may repeat what the provider says. */
export type OidcAnswer<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: OidcFault; readonly detail: string };

/** What is signed by a key that the provider did not tell of: by one that is new, maybe. */
export const UNKNOWN_KEY = 'OAUTH_KEY_SELECTION_FAILED';

const LATE = ['OAUTH_TIMEOUT', 'OAUTH_ABORT'];

/** The fault that an error of the library stands for; what is none of its own is thrown on. */
export function faultOf(error: unknown): Extract<OidcAnswer<never>, { ok: false }> {
  if (error instanceof AuthorizationResponseError) {
    return refused(error.error === 'access_denied' ? 'declined' : 'unusable', error.error, error.error_description);
  }
  if (error instanceof ResponseBodyError) {
    return refused(error.error === 'invalid_grant' ? 'stale' : 'unusable', error.error, error.error_description);
  }
  if (error instanceof WWWAuthenticateChallengeError) {
    return refused('unusable', `answers ${error.status} to WEIR_OIDC_CLIENT_ID and WEIR_OIDC_CLIENT_SECRET`);
  }
  if (error instanceof ClientError) return refused(isAway(error) ? 'away' : 'unusable', ...reasonsOf(error));
  if (isNativeError(error) && isUnreached(error)) return refused('away', ...reasonsOf(error));
  throw error;
}

function isAway({ code, cause }: ClientError): boolean {
  if (LATE.includes(code ?? '') || (cause instanceof Response && cause.status >= 500)) return true;
  return isNativeError(cause) && isUnreached(cause);
}

/** Whether it is what fetch throws when there is no connection. */
function isUnreached({ message }: Error): boolean {
  return message === 'fetch failed';
}

/** What an error says, and what caused it: `fetch failed: connect ECONNREFUSED 127.0.0.1:443`. */
function reasonsOf(error: Error): string[] {
  const { cause } = error;
  if (cause instanceof Response) return [error.message, `status ${cause.status}`];
  return isNativeError(cause) && cause.message !== error.message
    ? [error.message, ...reasonsOf(cause)]
    : [error.message];
}

function refused(fault: OidcFault, ...reasons: readonly (string | undefined)[]): ReturnType<typeof faultOf> {
  return { ok: false, fault, detail: reasons.filter(Boolean).join(': ').slice(0, 500) };
}
