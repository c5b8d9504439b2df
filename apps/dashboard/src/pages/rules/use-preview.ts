import { onScopeDispose, type Ref, ref, shallowRef, watch } from 'vue';
import { ask, type Failure } from '../../api/index.js';
import { RULE_PREVIEW, type RuleInput, type RulePreview } from '../../api/operations/rules.js';

/** What is changed within so long is tried together: each try walks a week. */
const PAUSE_MS = 600;
export const PREVIEW_DAYS = 7;

/** How often the rule in the form would have fired. */
export interface TriedRule {
  readonly preview: Readonly<Ref<RulePreview | null>>;
  readonly failure: Readonly<Ref<Failure | null>>;
  /** Whether what is shown is of the form as it was before. */
  readonly busy: Readonly<Ref<boolean>>;
}

/** Tries a rule on the last week whenever it is changed; a try that is overtaken is given up. */
export function usePreview(rule: () => RuleInput | null): TriedRule {
  const preview: Ref<RulePreview | null> = shallowRef(null);
  const failure = ref<Failure | null>(null);
  const busy = ref(true);
  let running: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const drop = (): void => {
    clearTimeout(timer);
    running?.abort();
  };
  const tryIt = async (written: string): Promise<void> => {
    const mine = (running = new AbortController());
    try {
      const variables = { rule: JSON.parse(written) as RuleInput, days: PREVIEW_DAYS };
      const answer = await ask(RULE_PREVIEW, variables, mine.signal);
      if (mine.signal.aborted) return;
      busy.value = false;
      failure.value = answer.ok ? null : answer.failure;
      preview.value = answer.ok ? answer.data.previewAlertRule : null;
    } catch (error) {
      if (!mine.signal.aborted) throw error;
    }
  };
  watch(
    () => JSON.stringify(rule()),
    (written) => {
      drop();
      if (written === 'null') return;
      busy.value = true;
      timer = setTimeout(() => void tryIt(written), PAUSE_MS);
    },
    { immediate: true },
  );
  onScopeDispose(drop);
  return { preview, failure, busy };
}
