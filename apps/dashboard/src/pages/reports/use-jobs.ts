import { computed, type ComputedRef, type Ref } from 'vue';
import { ask, type Failure } from '../../api/index.js';
import { type Job, JOBS } from '../../api/operations/reports.js';
import { type Asked, useAnswer } from '../../composables/use-answer.js';
import { isMoving } from './job-words.js';

const PACE_MS = 15_000;
/** While something is being made. */
const BUSY_PACE_MS = 1_000;
const MOST_JOBS = 10;

/** What was made in the background of late, the one looked for first; null until it is answered. */
export function useJobs(wanted: () => string | null): {
  readonly jobs: ComputedRef<readonly Job[] | null>;
  readonly failure: Readonly<Ref<Failure | null>>;
  readonly refresh: () => Promise<void>;
} {
  const asked: Asked<{ readonly job?: Job | null; readonly jobs: { readonly nodes: readonly Job[] } }> = useAnswer(
    (signal) => ask(JOBS, { first: MOST_JOBS, id: wanted() ?? '', hasOne: wanted() !== null }, signal),
    () => (jobs.value?.some(isMoving) ? BUSY_PACE_MS : PACE_MS),
  );
  const jobs = computed(() => {
    if (!asked.data.value) return null;
    const { job, jobs: newest } = asked.data.value;
    const others = newest.nodes.filter(({ id }) => id !== job?.id);
    return job ? [job, ...others] : others;
  });
  const { failure, refresh } = asked;
  return { jobs, failure, refresh };
}
