import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a socket may be opened: a browser tells the page's origin, which must be the host that it connects to, else any
 * page on the web could read our traffic through a visitor's browser. What is no browser tells none.
 */
export function isSameOrigin({ origin, host }: IncomingHttpHeaders): boolean {
  if (origin === undefined) return true;
  return host !== undefined && URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
}
