import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a socket may be opened: a browser tells the page's origin, which must be the host that it connects to, else any
 * page on the web could read our traffic through a visitor's browser. What is no browser tells none.
 */
export function isSameOrigin({ origin, host }: IncomingHttpHeaders): boolean {
  if (origin === undefined) return true;
  return host !== undefined && URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
}

/** The same, or the page is of an origin that was listed. */
export function isAllowedOrigin(headers: IncomingHttpHeaders, listed: readonly string[]): boolean {
  return isSameOrigin(headers) || (headers.origin !== undefined && listed.includes(headers.origin));
}
