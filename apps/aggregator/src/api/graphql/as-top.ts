import type { Top } from '../../query/series.js';
import type { TopInput } from './types/series.input.js';

/** A top as asked for; a field given as null means its default, as if it were left out. */
export function asTop(top: TopInput | null | undefined): Top | null {
  return top ? { count: top.count, by: top.by ?? 'total', counter: top.counter ?? null } : null;
}
