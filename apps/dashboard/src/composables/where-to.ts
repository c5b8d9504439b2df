import { isOpenPath } from './addresses.js';

/** Where sign-in begins, to come back to an address of this site. */
export function signInPath(to: string): string {
  return to === '/' ? '/sign-in' : `/sign-in?${new URLSearchParams({ to }).toString()}`;
}

/** The address to go back to: a page of this site for whoever is signed in, or its start. */
export function whereTo(given: unknown): string {
  if (typeof given !== 'string' || !given.startsWith('/') || !URL.canParse(given, location.origin)) return '/';
  const { origin, pathname, search, hash } = new URL(given, location.origin);
  // `//elsewhere` and `/\elsewhere` are other sites, and so is what `/.//elsewhere` leaves behind.
  const isOurs = origin === location.origin && !pathname.startsWith('//') && !isOpenPath(pathname);
  return isOurs ? pathname + search + hash : '/';
}

/** The page as it stands in the address. */
export function hereAddress(): string {
  return location.pathname + location.search + location.hash;
}
