/** Shorter parts of an address are in every second sentence, and open nothing. */
const LEAST_PART = 6;

/**
 * Takes out of what a server said what it was told and nobody else may know: secrets, the address that it was called at, its path and
 * query, and the parts of these. Some servers answer with what they were asked, and of some that is the secret.
 */
export function masked(text: string, url: string, secrets: readonly string[]): string {
  const hidden = [...new Set([...secrets, ...piecesOf(url)].flatMap(spellingsOf))].filter((each) => each !== '');
  if (hidden.length === 0) return text;
  // The longest first: of an address no half is left.
  const ordered = hidden.sort((one, other) => other.length - one.length);
  return text.replace(new RegExp(ordered.map(asPattern).join('|'), 'gi'), '…');
}

function piecesOf(url: string): string[] {
  if (!URL.canParse(url)) return [];
  const { href, pathname, search, hash } = new URL(url);
  const wholes = [href, url, `${pathname}${search}`, pathname, search].filter((each) => each.length > 1);
  const parts = `${pathname}${search}${hash}`.split(/[/?&=#]/).filter((each) => each.length >= LEAST_PART);
  return [...wholes, ...parts];
}

/** As it is, and as it stands in an address. */
function spellingsOf(secret: string): string[] {
  return [secret, encodeURIComponent(secret), decoded(secret)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function asPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
