import type { Request, Response } from 'express';
import { cookieName } from '../guard/presented.js';
import type { Proxies } from '../proxies.js';

/** As long as a session lasts at most; the server ends it earlier. */
const LONGEST_MS = 30 * 24 * 3_600_000;

/** Gives the browser the secret of a session: no script reads it, no other site's page sends it with what it posts. */
export function giveSession(request: Request, response: Response, proxies: Proxies, secret: string): void {
  const { isSecure } = proxies.reached(request);
  response.cookie(cookieName(isSecure), secret, { ...optionsOf(isSecure), maxAge: LONGEST_MS });
}

/** Has the browser forget it. */
export function takeSession(request: Request, response: Response, proxies: Proxies): void {
  const { isSecure } = proxies.reached(request);
  response.clearCookie(cookieName(isSecure), optionsOf(isSecure));
}

function optionsOf(secure: boolean) {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure } as const;
}
