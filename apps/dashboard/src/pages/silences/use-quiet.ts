import { computed, type ComputedRef, type Ref } from 'vue';
import { ask, type Failure } from '../../api/index.js';
import { type Maintenance, type Quiet, QUIET, type Silence } from '../../api/operations/silences.js';
import { useAlertNews } from '../../composables/use-alert-summary.js';
import { useAnswer } from '../../composables/use-answer.js';

const PACE_MS = 15_000;

/** All that keeps alerts quiet, or will, or did. */
export interface QuietTimes {
  readonly silences: ComputedRef<readonly Silence[] | null>;
  readonly windows: ComputedRef<readonly Maintenance[] | null>;
  /** A rule's name by its id; the id where it is gone. */
  readonly nameOf: (ruleId: string) => string;
  readonly failure: Readonly<Ref<Failure | null>>;
  readonly refresh: () => Promise<void>;
}

/** Asks for silences and windows; for silences that are over instead, where `isOver` says so. */
export function useQuiet(isOver: () => boolean): QuietTimes {
  const asked = useAnswer<Quiet>(
    (signal) => ask(QUIET, { over: isOver() }, signal),
    () => PACE_MS,
  );
  useAlertNews(() => void asked.refresh());
  return {
    silences: computed(() => asked.data.value?.silences ?? null),
    windows: computed(() => asked.data.value?.maintenanceWindows ?? null),
    nameOf: (id) => asked.data.value?.alertRules.find((rule) => rule.id === id)?.name ?? id,
    ...{ failure: asked.failure, refresh: asked.refresh },
  };
}
