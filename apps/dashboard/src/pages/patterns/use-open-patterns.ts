import { type Ref, watch } from 'vue';
import { ask } from '../../api/index.js';
import { PATTERN_LIST, type PatternRow } from '../../api/operations/patterns.js';
import { useAnswer } from '../../composables/use-answer.js';
import { useFilter } from '../../composables/use-filter.js';
import { usePatternNews } from './use-patterns.js';
import { STRONG } from './words.js';

const PACE_MS = 30_000;
/** As many as are read at a glance. */
const MOST = 5;

/** What is strong and still on, the strongest first, and how many there are in all. */
export interface OpenPatterns {
  readonly patterns: readonly PatternRow[];
  readonly totalCount: number;
}

/** The strong findings that are still on and that nobody dismissed, of what the filter passes; null until it is their turn and answered. */
export function useOpenPatterns(isTurn: () => boolean): Readonly<Ref<OpenPatterns | null>> {
  const { filter } = useFilter();
  const asked = useAnswer<OpenPatterns | null>(
    async (signal) => {
      if (!isTurn()) return { ok: true, data: null };
      const answer = await ask(
        PATTERN_LIST,
        {
          ...{ filter: filter.value, state: 'OPEN', minStrength: STRONG, dismissed: false, first: MOST, counted: true },
          sort: { by: 'STRENGTH', direction: 'DESCENDING' },
        },
        signal,
      );
      if (!answer.ok) return answer;
      const { nodes, totalCount } = answer.data.patterns;
      return { ok: true, data: { patterns: nodes, totalCount: totalCount ?? nodes.length } };
    },
    () => PACE_MS,
  );
  watch([filter, isTurn], () => void asked.refresh());
  usePatternNews(asked.refreshSoon);
  return asked.data;
}
