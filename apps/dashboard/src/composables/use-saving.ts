import { type Ref, ref, shallowRef } from 'vue';
import type { Answer, Failure } from '../api/index.js';

/** What is wrong with one field, as the API tells it. */
interface Refusal {
  readonly field: string;
  readonly reason: string;
}

/** A form on its way to the API: whether it is, and why it was not taken. */
export interface Saving<R extends Refusal> {
  readonly busy: Readonly<Ref<boolean>>;
  readonly failure: Readonly<Ref<Failure | null>>;
  readonly refusals: Ref<readonly R[]>;
  /** Answers what the API did, or null where it refused or could not be reached; then the reason is kept here. */
  readonly save: <Data>(
    question: Promise<Answer<Data>>,
    refusalsOf: (data: Data) => readonly R[],
  ) => Promise<Data | null>;
  readonly reset: () => void;
}

/** Keeps what is told of a form that is sent. */
export function useSaving<R extends Refusal = Refusal>(): Saving<R> {
  const busy = ref(false);
  const failure = ref<Failure | null>(null);
  const refusals: Ref<readonly R[]> = shallowRef([]);
  const reset = (): void => {
    failure.value = null;
    refusals.value = [];
  };
  return {
    ...{ busy, failure, refusals, reset },
    save: async (question, refusalsOf) => {
      busy.value = true;
      // What is refused again is told anew.
      refusals.value = [];
      const answer = await question.finally(() => (busy.value = false));
      failure.value = answer.ok ? null : answer.failure;
      refusals.value = answer.ok ? refusalsOf(answer.data) : [];
      return answer.ok && refusals.value.length === 0 ? answer.data : null;
    },
  };
}
