import { isIP } from 'node:net';
import { hostname } from 'node:os';

/** Nobody can own a name below these on the internet: they are reserved for private use, or never given to anybody. */
const PRIVATE = ['.localhost', '.local', '.internal', '.home.arpa', '.lan', '.home', '.corp'];

/** The page that asks, if a browser tells, and what it asks. */
export interface AskingPage {
  readonly origin: string | undefined;
  /** Our name, as the browser has it. */
  readonly host: string | undefined;
  /** Whether it asks over TLS, as far as we know. */
  readonly isSecure: boolean;
}

/**
 * Why the page that a request comes from is not let in; null = it is, or the request is of no browser, which tells no origin.
 * A page must come from where it connects to, else any page on the web could read and change what is ours through a visitor's
 * browser. And that must be an address or a private name: whoever owns a public one can point it at us once the page is
 * loaded, so that it looks like our own. Public names of ours are listed. Over TLS, a page of plain HTTP is not from here:
 * whoever sits between could have written it.
 */
export function refusalOfOrigin({ origin, host, isSecure }: AskingPage, listed: readonly string[]): string | null {
  if (origin === undefined || listed.includes(origin)) return null;
  if (URL.canParse(origin) && host !== undefined) {
    const page = new URL(origin);
    const isFromHere = page.host === host.toLowerCase() && !(isSecure && page.protocol === 'http:');
    if (isFromHere && isPrivate(page.hostname)) return null;
  }
  return `Pages of ${origin} are not let in: if it is yours, set WEIR_PUBLIC_URL, or list it in WEIR_CORS_ORIGINS`;
}

function isPrivate(name: string): boolean {
  const isAddress = isIP(name.replace(/^\[|\]$/g, '')) !== 0;
  return (
    isAddress || !name.includes('.') || PRIVATE.some((end) => name.endsWith(end)) || name === hostname().toLowerCase()
  );
}
