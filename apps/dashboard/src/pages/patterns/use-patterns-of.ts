import { computed, type ComputedRef } from 'vue';
import { type Answer, ask } from '../../api/index.js';
import { PATTERN_LIST, type PatternRow } from '../../api/operations/patterns.js';
import type { Stretch } from '../../charts/line/chart-line.js';
import type { FilterInput } from '../../composables/chips.js';
import { useLive } from '../../composables/use-live.js';
import { stretchesOf } from './chart.js';
import { useNewest, usePatternStretch } from './use-patterns.js';

const MOST = 50;

/** Whose findings: those laid to some things, or seen there; or all that a filter passes. */
export type Whose = { readonly entities: string[] } | { readonly filter: FilterInput };

/** What was found on something lately. */
export interface PatternsOf {
  /** Null until answered. */
  readonly patterns: ComputedRef<readonly PatternRow[] | null>;
  /** When they were, for charts, which mark their beginnings by themselves. */
  readonly stretches: ComputedRef<readonly Stretch[]>;
}

/** Findings of one thing in the page's range, a day at least, the newest first. */
export function usePatternsOf(whose: () => Whose): PatternsOf {
  const { now } = useLive();
  const stretch = usePatternStretch();
  const asked = useNewest(
    () => ({
      ...{ ...whose(), ...stretch.value, first: MOST, counted: false },
      sort: { by: 'STARTED' as const, direction: 'DESCENDING' as const },
    }),
    async (variables, signal): Promise<Answer<readonly PatternRow[]>> => {
      const answer = await ask(PATTERN_LIST, variables, signal);
      return answer.ok ? { ok: true, data: answer.data.patterns.nodes } : answer;
    },
  );
  const patterns = computed(() => asked.data.value);
  return { patterns, stretches: computed(() => stretchesOf(patterns.value ?? [], now())) };
}
