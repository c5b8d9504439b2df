import type { CookieOptions } from 'express';
import { ATTEMPT_MS } from '../../access/oidc/attempt.js';

/** The cookie that binds the way back from the provider to the browser that began. */
export interface OidcCookie {
  readonly name: string;
  readonly options: CookieOptions;
}

/**
 * Over TLS no neighbour in the domain can set one of its name. It is sent along where another site, the provider, leads here,
 * and with nothing else that other sites ask.
 */
export function oidcCookie(publicUrl: string): OidcCookie {
  const secure = publicUrl.startsWith('https:');
  const options: CookieOptions = { httpOnly: true, secure, sameSite: 'lax', path: '/', maxAge: ATTEMPT_MS };
  return { name: secure ? '__Host-weir-oidc' : 'weir-oidc', options };
}
