import { shallowRef, type ShallowRef } from 'vue';
import type { Answer } from '../api/index.js';
import { type Saving, useSaving } from './use-saving.js';

interface Refused {
  readonly field: string;
  readonly reason: string;
}

/** Something that is asked about before it is done to one of a list. */
export interface Deed<T> extends Pick<Saving<Refused>, 'busy' | 'failure'> {
  /** The one that is asked about; null = none. */
  readonly subject: ShallowRef<T | null>;
  readonly askFirst: (subject: T) => void;
  /** Does it; what is refused is told as a failure. Nobody is asked about any more then, if it was done. */
  readonly act: <Data>(
    question: (subject: T) => Promise<Answer<Data>>,
    refusalsOf?: (data: Data) => readonly Refused[],
  ) => Promise<void>;
}

/** Keeps what is asked about, and whether it was done; calls back afterwards. */
export function useDeed<T>(done: () => void): Deed<T> {
  const subject: ShallowRef<T | null> = shallowRef(null);
  const { busy, failure, save, reset } = useSaving();
  return {
    ...{ subject, busy, failure },
    askFirst: (next) => {
      reset();
      subject.value = next;
    },
    act: async (question, refusalsOf) => {
      if (subject.value === null || busy.value) return;
      const told = question(subject.value).then((answer) => asFailure(answer, refusalsOf));
      if (await save(told, () => [])) subject.value = null;
      done();
    },
  };
}

/** In a question of yes or no there is no field to tell it at. */
function asFailure<Data>(answer: Answer<Data>, refusalsOf?: (data: Data) => readonly Refused[]): Answer<Data> {
  const [first] = answer.ok && refusalsOf ? refusalsOf(answer.data) : [];
  if (!first) return answer;
  return { ok: false, failure: { message: `Not done: ${first.field} ${first.reason}`, remedy: '' } };
}
