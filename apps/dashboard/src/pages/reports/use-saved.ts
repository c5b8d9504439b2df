import { computed, type ComputedRef, type Ref } from 'vue';
import { ask, type Failure } from '../../api/index.js';
import { type Job, SAVED_REPORT, SAVED_REPORTS, type SavedReport } from '../../api/operations/reports.js';
import { type Asked, useAnswer } from '../../composables/use-answer.js';
import { isMoving } from './job-words.js';

const PACE_MS = 15_000;
/** While something is being made. */
const BUSY_PACE_MS = 1_000;
const MOST_JOBS = 50;

/** Saved reports by name; null until they are answered. */
export function useSavedReports(): {
  readonly reports: ComputedRef<readonly SavedReport[] | null>;
  readonly failure: Readonly<Ref<Failure | null>>;
  readonly refresh: () => Promise<void>;
} {
  const asked: Asked<{ readonly reports: readonly SavedReport[] }> = useAnswer(
    (signal) => ask(SAVED_REPORTS, {}, signal),
    () => (asked.data.value?.reports.some(({ lastJob }) => lastJob && isMoving(lastJob)) ? BUSY_PACE_MS : PACE_MS),
  );
  const { failure, refresh } = asked;
  return { reports: computed(() => asked.data.value?.reports ?? null), failure, refresh };
}

/** One of them with its newest jobs. Undefined until it is answered, null where there is none. */
export function useSavedReport(id: string): {
  readonly report: ComputedRef<SavedReport | null | undefined>;
  readonly jobs: ComputedRef<readonly Job[]>;
  readonly failure: Readonly<Ref<Failure | null>>;
  readonly refresh: () => Promise<void>;
} {
  const asked: Asked<{
    readonly savedReport: SavedReport | null;
    readonly jobs: { readonly nodes: readonly Job[] };
  }> = useAnswer(
    (signal) => ask(SAVED_REPORT, { id, first: MOST_JOBS }, signal),
    () => (asked.data.value?.jobs.nodes.some(isMoving) ? BUSY_PACE_MS : PACE_MS),
  );
  const { failure, refresh } = asked;
  return {
    report: computed(() => (asked.data.value ? asked.data.value.savedReport : undefined)),
    jobs: computed(() => asked.data.value?.jobs.nodes ?? []),
    ...{ failure, refresh },
  };
}
