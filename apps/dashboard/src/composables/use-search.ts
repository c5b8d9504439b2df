import { onScopeDispose, type Ref, ref, shallowRef, watch } from 'vue';
import { ask, type Failure, SEARCH, type SearchHit, type SearchKind } from '../api/index.js';

/** What was found for the text typed. */
export interface Search {
  readonly hits: Readonly<Ref<readonly SearchHit[]>>;
  readonly failure: Readonly<Ref<Failure | null>>;
  /** Whether the hits are not those of the text yet. */
  readonly busy: Readonly<Ref<boolean>>;
}

/** Letters typed faster than this are asked for together, unless the caller says otherwise. */
const PAUSE_MS = 60;
const RETRY_MS = 3_000;

/** What is searched for, and how soon after a letter. */
interface SearchOptions {
  readonly kinds?: readonly SearchKind[];
  readonly first: number;
  readonly pauseMs?: number;
}

/** Searches while a text is typed, and again soon after a failure; an empty text finds nothing. */
export function useSearch(text: () => string, { pauseMs = PAUSE_MS, ...options }: SearchOptions): Search {
  const hits: Ref<readonly SearchHit[]> = shallowRef([]);
  const failure = ref<Failure | null>(null);
  const busy = ref(false);
  let running: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const drop = (): void => {
    clearTimeout(timer);
    running?.abort();
  };
  const find = async (typed: string): Promise<void> => {
    const mine = (running = new AbortController());
    const variables = { text: typed, kinds: options.kinds ? [...options.kinds] : null, first: options.first };
    try {
      const answer = await ask(SEARCH, variables, mine.signal);
      if (mine.signal.aborted) return;
      busy.value = false;
      failure.value = answer.ok ? null : answer.failure;
      hits.value = answer.ok ? answer.data.search : [];
      if (!answer.ok) timer = setTimeout(() => void find(typed), RETRY_MS);
    } catch (error) {
      if (!mine.signal.aborted) throw error;
    }
  };
  watch(
    () => text().trim(),
    (typed) => {
      drop();
      busy.value = typed !== '';
      failure.value = null;
      if (typed) timer = setTimeout(() => void find(typed), pauseMs);
      else hits.value = [];
    },
  );
  onScopeDispose(drop);
  return { hits, failure, busy };
}
