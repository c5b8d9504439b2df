/** Labels and images may be long; the first words of them are what people remember. */
const MOST_TOKENS = 24;
const LONGEST_TOKEN = 64;

const WORDS = /[\p{L}\p{N}]+/gu;

/** The words of a name, in lower case, each once. */
export function tokensOf(text: string): string[] {
  const words = text.toLowerCase().match(WORDS) ?? [];
  return [...new Set(words.slice(0, MOST_TOKENS).map((word) => word.slice(0, LONGEST_TOKEN)))];
}
