import type { IncomingMessage } from 'node:http';
import type { Presented } from '../../access/credentials.js';

const BEARER = /^Bearer +(\S+) *$/i;

/**
 * The cookie of a session, by how it came. Over TLS browsers take one of this name from us alone, and from no neighbour in the domain
 * nor anybody between; over plain HTTP, which only who is on this machine should use, they would take none of it.
 */
export function cookieName(isSecure: boolean): string {
  return isSecure ? '__Host-weir-session' : 'weir-session';
}

/** What a request shows of whom it is of: a token, or else the cookie of a session; null = nothing. */
export function presentedBy(
  { headers }: Pick<IncomingMessage, 'headers'>,
  isSecure: boolean,
  authorization: string | undefined = headers.authorization,
): Presented | null {
  const token = BEARER.exec(authorization ?? '')?.[1];
  if (token !== undefined) return { kind: 'token', secret: token };
  const secret = cookieOf(headers.cookie, cookieName(isSecure));
  return secret === null ? null : { kind: 'session', secret };
}

/** The value of a cookie; null where there is none of this name. */
export function cookieOf(header: string | undefined, name: string): string | null {
  const pairs = (header ?? '').split(';').map((each) => each.trim().split('='));
  return pairs.find(([key]) => key === name)?.[1] ?? null;
}
