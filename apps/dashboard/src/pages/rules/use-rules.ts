import { computed, type ComputedRef, type Ref } from 'vue';
import { ask, type Failure } from '../../api/index.js';
import { RULES, type RuleRow } from '../../api/operations/rules.js';
import { useAnswer } from '../../composables/use-answer.js';
import { useAlertNews } from '../../composables/use-alert-summary.js';

const PACE_MS = 30_000;

/** All rules in their order, each with how many alerts of it fire. */
export interface Rules {
  readonly rules: ComputedRef<readonly RuleRow[] | null>;
  readonly failure: Readonly<Ref<Failure | null>>;
  readonly refresh: () => Promise<void>;
}

/** Asks for rules, and again as alerts of them come and go. */
export function useRules(): Rules {
  const asked = useAnswer(
    (signal) => ask(RULES, {}, signal),
    () => PACE_MS,
  );
  useAlertNews(asked.refreshSoon);
  return {
    rules: computed(() => asked.data.value?.alertRules ?? null),
    failure: asked.failure,
    refresh: asked.refresh,
  };
}
