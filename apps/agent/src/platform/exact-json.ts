/** A text, or a number that JavaScript's own would round. */
const TEXT_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Parses JSON with integers beyond 2^53 as decimal texts, so that cumulative counters stay exact. Undefined where the text
 * is not JSON.
 */
export function parseExactJson(text: string): unknown {
  const exact = text.replace(TEXT_OR_NUMBER, (token) => (/^\d{16,}$/.test(token) ? `"${token}"` : token));
  try {
    return JSON.parse(exact.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

/** The objects of what PowerShell's ConvertTo-Json made of a list: of one entry, it makes the entry itself. */
export function objectsOf(value: unknown): Readonly<Record<string, unknown>>[] {
  const entries: unknown[] = Array.isArray(value) ? value : [value];
  return entries.filter((entry) => typeof entry === 'object' && entry !== null) as Record<string, unknown>[];
}
