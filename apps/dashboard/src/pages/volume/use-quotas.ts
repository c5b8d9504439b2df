import { computed, type ComputedRef, type Ref } from 'vue';
import { ask, type Failure } from '../../api/index.js';
import { type Quota, QUOTA, type QuotaDetail, QUOTAS } from '../../api/operations/volume.js';
import { type Asked, useAnswer } from '../../composables/use-answer.js';

/** They are counted about once a minute. */
const PACE_MS = 30_000;
/** A quota that was just saved is counted within seconds. */
const FIRST_PACE_MS = 3_000;

/** All quotas, as they are counted. */
export function useQuotas(): {
  readonly quotas: ComputedRef<readonly Quota[] | null>;
  readonly failure: Readonly<Ref<Failure | null>>;
  readonly loading: Readonly<Ref<boolean>>;
  readonly refresh: () => Promise<void>;
} {
  const asked: Asked<{ readonly quotas: readonly Quota[] }> = useAnswer(
    (signal) => ask(QUOTAS, {}, signal),
    () => (asked.data.value?.quotas.some(({ current }) => current === null) ? FIRST_PACE_MS : PACE_MS),
  );
  const { failure, loading, refresh } = asked;
  return { quotas: computed(() => asked.data.value?.quotas ?? null), failure, loading, refresh };
}

/** One quota with the days of the cycle that holds a moment; null = of the one under way. Undefined until it is answered, null where there is none. */
export function useQuota(
  id: string,
  at: () => string | null,
): {
  readonly quota: ComputedRef<QuotaDetail | null | undefined>;
  readonly failure: Readonly<Ref<Failure | null>>;
  readonly refresh: () => Promise<void>;
} {
  const asked: Asked<{ readonly quota: QuotaDetail | null }> = useAnswer(
    (signal) => ask(QUOTA, { id, at: at() }, signal),
    () => (asked.data.value?.quota && !asked.data.value.quota.current ? FIRST_PACE_MS : PACE_MS),
  );
  return {
    quota: computed(() => (asked.data.value ? asked.data.value.quota : undefined)),
    ...{ failure: asked.failure, refresh: asked.refresh },
  };
}
