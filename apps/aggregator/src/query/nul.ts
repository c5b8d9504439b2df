import type { Refusal } from '@weir/model';

type Text = string | null | undefined;

/** Whether a text holds a NUL character, which PostgreSQL refuses: nothing stored can hold or be found by one. */
export function holdsNul(text: Text): boolean {
  return text?.includes('\u0000') ?? false;
}

/** Those that may be stored: what holds a NUL is the id of nothing. */
export function withoutNul(ids: readonly string[]): string[] {
  return ids.filter((id) => !holdsNul(id));
}

/** What is wrong with the texts of a field, or null. */
export function refusalOfNul(field: string, texts: readonly Text[]): Refusal | null {
  return texts.some(holdsNul) ? { field, reason: 'holds a NUL character, which nothing is named with' } : null;
}
