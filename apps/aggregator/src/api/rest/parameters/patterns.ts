import {
  ALL_PATTERNS,
  PATTERN_CATEGORIES,
  type PatternCategory,
  type PatternClass,
  type PatternsAsked,
} from '../../../query/patterns/pattern.js';
import { dashed } from '../pattern.answer.js';
import { asFilter, type FILTER } from './filter.js';
import { choices, moment, yesOrNo } from './kinds.js';
import type { ValuesOf } from './parameter.js';

const CLASS_OF = new Map(Object.keys(PATTERN_CATEGORIES).map((name) => [dashed(name), name as PatternClass]));
const CATEGORIES: readonly PatternCategory[] = [...new Set(Object.values(PATTERN_CATEGORIES))];

/** Which patterns, besides whose. */
export const PATTERNS = {
  pattern: choices({
    description: 'What they are; one of several where several are given.',
    ...{ among: [...CLASS_OF.keys()], byDefault: null, example: 'level-shift' },
  }),
  category: choices({
    description: 'What kind of matter they are.',
    ...{ among: CATEGORIES, byDefault: null, example: 'security' },
  }),
  from: moment({ description: 'Only those that lasted then or later.', example: '2026-11-20T00:00:00Z' }),
  to: moment({ description: 'Only those that began before.', example: '2026-11-21T00:00:00Z' }),
  open: yesOrNo({ description: 'Only those that last, or only those that are over.' }),
} as const;

/** The patterns that parameters ask for. */
export function asPatterns(values: ValuesOf<typeof PATTERNS & typeof FILTER>): PatternsAsked {
  const { pattern, category: categories, from: fromMs, to: toMs, open: isOpen, ...filter } = values;
  const classes = pattern?.flatMap((name) => CLASS_OF.get(name) ?? []) ?? null;
  return { ...ALL_PATTERNS, filter: asFilter(filter), classes, categories, fromMs, toMs, isOpen };
}
