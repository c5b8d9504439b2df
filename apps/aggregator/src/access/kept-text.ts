/** The first so many characters of a text: none is cut through. */
export function cut(text: string, mostCharacters: number): string {
  return text.length <= mostCharacters ? text : [...text].slice(0, mostCharacters).join('');
}

const LONGEST_TEXT = 500;

/** What JSON can hold, as PostgreSQL can keep it: of each text, keys too, what it cannot is replaced, and the rest is short. */
export function kept<T>(given: T): T {
  return JSON.parse(JSON.stringify(given), (_key, value: unknown) => {
    if (typeof value === 'string') return keptText(value);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [keptText(key), each]));
  }) as T;
}

function keptText(text: string): string {
  return cut(text.replace(/[\0\p{Surrogate}]/gu, '�'), LONGEST_TEXT);
}
