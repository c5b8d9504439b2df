import { isValueOf, type KeyValue, type SortKey } from './sort-key.js';

/** The place behind a row: the order that it is a place in, and the values of that row's keys. */
export function encodeCursor(order: string, values: readonly KeyValue[]): string {
  return Buffer.from(JSON.stringify([order, ...values])).toString('base64url');
}

/** The values of a cursor's keys; null where it was not made by us, or in another order. */
export function decodeCursor(cursor: string, order: string, keys: readonly SortKey[]): KeyValue[] | null {
  const [itsOrder, ...values] = parsed(cursor);
  if (itsOrder !== order || values.length !== keys.length) return null;
  const known = values.filter((value, index): value is KeyValue => {
    const key = keys[index];
    return key !== undefined && isValueOf(key, value);
  });
  return known.length === keys.length ? known : null;
}

function parsed(cursor: string): unknown[] {
  try {
    const content: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(content) ? content : [];
  } catch {
    return [];
  }
}
