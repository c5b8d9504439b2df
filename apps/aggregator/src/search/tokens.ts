/** Labels and images may be long; the first words of them are what people remember. */
const MOST_TOKENS = 24;
const LONGEST_TOKEN = 64;

const WORDS = /[\p{L}\p{N}]+/gu;

/** The words of a name, in lower case, each once. */
export function tokensOf(text: string): string[] {
  const words = text.toLowerCase().match(WORDS) ?? [];
  return [...new Set(words.slice(0, MOST_TOKENS).map((word) => word.slice(0, LONGEST_TOKEN)))];
}

/** Whether a word was made up by a machine, as `veth1a2b3c` or a pod's `7d4b9c6f5`: letters and digits by turns. */
export function isCode(word: string): boolean {
  return /\d[a-z]/.test(word) && /[a-z]\d/.test(word);
}
