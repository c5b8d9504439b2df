/** What an address gives behind its path. A second `?` is part of it, so that nothing behind one goes unread. */
export function queryOf(url: string): URLSearchParams {
  const start = url.indexOf('?');
  return new URLSearchParams(start === -1 ? '' : url.slice(start));
}
