import type { Request, Response } from 'express';
import { isSecret } from '../../config/secret.js';
import type { Sessions } from '../../access/sessions.js';
import { cookieName, cookieOf } from '../guard/presented.js';
import type { Proxies } from '../proxies.js';

/** As long as a session lasts at most; the server ends it earlier. */
const LONGEST_MS = 30 * 24 * 3_600_000;

/** What giving a session takes. */
interface Parts {
  readonly proxies: Proxies;
  readonly sessions: Sessions;
}

/**
 * Gives the browser the secret of a session: no script reads it, no other site's page sends it with what it posts. The session
 * that the browser had ends: nobody could sign out of it any more.
 */
export async function giveSession(
  request: Request,
  response: Response,
  { proxies, sessions }: Parts,
  secret: string,
): Promise<void> {
  const { isSecure } = proxies.reached(request);
  const before = cookieOf(request.headers.cookie, cookieName(isSecure));
  if (before !== null && isSecret(before)) await sessions.endOf(before);
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
