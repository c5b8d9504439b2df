/** Whether every word of a filter is found somewhere in the texts, in any order, whatever the case. */
export function matchesFilter(filter: string, texts: readonly (string | null | undefined)[]): boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const haystack = texts.filter(Boolean).join('\n').toLowerCase();
  return words.every((word) => haystack.includes(word));
}
