import type { Chip } from '../../composables/chips.js';
import { exportPath } from '../../composables/export-path.js';
import { nameOf } from './use-choices.js';
import type { PatternQuestion } from './use-patterns.js';

/** What is exported: what is chosen, and of which stretch. */
export interface ExportedPatterns {
  readonly chips: readonly Chip[];
  readonly asked: Omit<PatternQuestion, 'filter'>;
  readonly hour: number | null;
  readonly stretch: { readonly from: string; readonly to: string | null };
}

/** Where the findings that are chosen can be had as a file; null where a file cannot be narrowed so. */
export function patternExport({ chips, asked, hour, stretch }: ExportedPatterns): string | null {
  const path = exportPath('patterns', chips);
  if (path === null || hour !== null || asked.minStrength !== null) return null;
  const query = new URLSearchParams([
    ...(asked.categories ?? []).map((category) => ['category', nameOf(category)]),
    ...(asked.classes ?? []).map((kind) => ['pattern', nameOf(kind)]),
    ...(asked.state === null ? [] : [['open', String(asked.state === 'OPEN')]]),
    ['from', stretch.from],
    ...(stretch.to === null ? [] : [['to', stretch.to]]),
  ]);
  return `${path}${path.includes('?') ? '&' : '?'}${query.toString()}`;
}
