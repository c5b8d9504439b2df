import { computed, type ComputedRef, type Ref } from 'vue';
import { ask, type Failure } from '../../api/index.js';
import { RULES, RULES_FIRING, type RuleRow } from '../../api/operations/rules.js';
import { useAnswer } from '../../composables/use-answer.js';
import { useAlertNews } from '../../composables/use-alert-summary.js';

const PACE_MS = 30_000;
/** More would be counted by nobody. */
const MOST_FIRING = 500;

/** All rules in their order, and how many alerts of each fire. */
export interface Rules {
  readonly rules: ComputedRef<readonly RuleRow[] | null>;
  /** By the rule's id. */
  readonly firing: ComputedRef<ReadonlyMap<string, number>>;
  readonly failure: Readonly<Ref<Failure | null>>;
  readonly refresh: () => Promise<void>;
}

/** Asks for rules, and again as alerts of them come and go. */
export function useRules(): Rules {
  const asked = useAnswer(
    (signal) => ask(RULES, {}, signal),
    () => PACE_MS,
  );
  const lasting = useAnswer(
    (signal) => ask(RULES_FIRING, { first: MOST_FIRING }, signal),
    () => PACE_MS,
  );
  useAlertNews(lasting.refreshSoon);
  return {
    rules: computed(() => asked.data.value?.alertRules ?? null),
    firing: computed(() => {
      const counts = new Map<string, number>();
      for (const { ruleId } of lasting.data.value?.alerts.nodes ?? [])
        counts.set(ruleId, (counts.get(ruleId) ?? 0) + 1);
      return counts;
    }),
    failure: asked.failure,
    refresh: asked.refresh,
  };
}
