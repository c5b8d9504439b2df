import { computed, type ComputedRef, onScopeDispose, type Ref, watch } from 'vue';
import { type Answer, ask } from '../../api/index.js';
import {
  type Analysis,
  ANALYSIS,
  PATTERN_DIGEST,
  PATTERN_HOURS,
  PATTERN_LIST,
  type PatternHour,
  type PatternRow,
  PATTERNS_CHANGED,
} from '../../api/operations/patterns.js';
import type { FilterInput } from '../../composables/chips.js';
import { type Asked, useAnswer } from '../../composables/use-answer.js';
import { type List, useList } from '../../composables/use-list.js';
import { useLive } from '../../composables/use-live.js';
import { useRange } from '../../composables/use-range.js';
import { zoneName } from '../../format/zone.js';

/** Of less than a day there would hardly be anything to read. */
export const LEAST_MS = 86_400_000;
/** A stretch that moves on is asked for anew this often; what is new in it comes by itself. */
const STEP_MS = 300_000;
const LIST_PACE_MS = 30_000;
const ANALYSIS_PACE_MS = 10_000;
/** As many of a category as leave room for the others. */
export const FEW = 5;
/** What is told within so long is asked for together. */
const GATHER_MS = 3_000;

/** The stretch that findings are shown of: the page's range, a day at least; one that ends now has no end. */
export function usePatternStretch(): ComputedRef<{ readonly from: string; readonly to: string | null }> {
  const { ends, moves } = useRange();
  return computed(() => {
    const { from, to } = ends.value;
    const earliest = Math.floor(Math.min(from, to - LEAST_MS) / STEP_MS) * STEP_MS;
    return { from: new Date(earliest).toISOString(), to: moves.value ? null : new Date(to).toISOString() };
  });
}

/** What findings are asked for. */
export interface PatternQuestion {
  readonly filter: FilterInput | null;
  readonly categories: PatternRow['category'][] | null;
  readonly classes: PatternRow['class'][] | null;
  readonly state: 'OPEN' | 'ENDED' | null;
  readonly minStrength: number | null;
  readonly sort: 'STRENGTH' | 'STARTED';
}

/** Findings of a stretch, read as far as they are looked at, and asked for again as soon as there is news. */
export function usePatternList(question: () => PatternQuestion): List<PatternRow> {
  const stretch = usePatternStretch();
  const list = useList(
    () => {
      const { sort, ...asked } = question();
      const order = { by: sort, direction: 'DESCENDING' as const };
      return {
        document: PATTERN_LIST,
        variables: { ...asked, ...stretch.value, sort: order },
        pageOf: ({ patterns }) => patterns,
      };
    },
    () => LIST_PACE_MS,
  );
  usePatternNews(list.refresh);
  return list;
}

/** The first findings of each category. */
export function usePatternDigest(question: () => PatternQuestion): Asked<readonly PatternRow[]> {
  const stretch = usePatternStretch();
  return useNewest(
    () => {
      const { sort, categories: _all, ...asked } = question();
      return { ...asked, ...stretch.value, sort: { by: sort, direction: 'DESCENDING' as const }, first: FEW };
    },
    async (variables, signal) => {
      const answer = await ask(PATTERN_DIGEST, variables, signal);
      return answer.ok ? { ok: true, data: Object.values(answer.data).flatMap(({ nodes }) => nodes) } : answer;
    },
  );
}

/** How many findings began when, of all categories: what the list can be narrowed to. */
export function usePatternHours(
  question: () => Pick<PatternQuestion, 'filter' | 'state' | 'minStrength'>,
): Asked<readonly PatternHour[]> {
  const stretch = usePatternStretch();
  return useNewest(
    () => ({ ...question(), ...stretch.value, timeZone: zoneName() }),
    async (variables, signal) => {
      const answer = await ask(PATTERN_HOURS, variables, signal);
      return answer.ok ? { ok: true, data: answer.data.patternHours } : answer;
    },
  );
}

/** Asked anew when what is asked changes, when there is news, and at its pace. */
export function useNewest<Variables, T>(
  variablesOf: () => Variables,
  question: (variables: Variables, signal: AbortSignal) => Promise<Answer<T>>,
): Asked<T> {
  const variables = computed(variablesOf);
  const asked = useAnswer<T>(
    (signal) => question(variables.value, signal),
    () => LIST_PACE_MS,
  );
  watch(
    () => JSON.stringify(variables.value),
    () => void asked.refresh(),
  );
  usePatternNews(asked.refreshSoon);
  return asked;
}

/** How the analysis stands: how much it watches, and how far it is behind. */
export function useAnalysis(): Readonly<Ref<Analysis | null>> {
  return useAnswer<Analysis>(
    async (signal) => {
      const answer = await ask(ANALYSIS, {}, signal);
      return answer.ok ? { ok: true, data: answer.data.analysis } : answer;
    },
    () => ANALYSIS_PACE_MS,
  ).data;
}

/** Calls back soon after a finding was made, changed or ended. */
export function usePatternNews(act: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  useLive().listenTo(PATTERNS_CHANGED, {}, () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      act();
    }, GATHER_MS);
  });
  onScopeDispose(() => clearTimeout(timer));
}
