/** Stands for us, to see what a browser would make of an address. */
const US = 'http://weir.invalid';
/** Where one is led by being signed in, and not after it. */
const NOT_PAGES = /^\/(auth|api|graphql)(\/|$)/;

/** Where somebody is led after signing in: a page of ours, or the first one. Nobody is led elsewhere, whoever made the link. */
export function ownPath(to: unknown): string {
  if (typeof to !== 'string' || !to.startsWith('/') || !URL.canParse(to, US)) return '/';
  const { origin, pathname, search, hash } = new URL(to, US);
  // A path of two slashes, as `/.//evil.example` leaves behind, is another's address where it stands alone.
  return origin !== US || pathname.startsWith('//') || NOT_PAGES.test(pathname) ? '/' : pathname + search + hash;
}
