import type { Failure } from '../api/index.js';

/** What a table without rows says: why there is no answer, that one is awaited, or what it means that there are none. */
export function emptyWords(isAnswered: boolean, failure: Failure | null, meaning: string): string {
  if (isAnswered) return meaning;
  return failure ? `${failure.message}. ${failure.remedy}` : 'Asking …';
}
