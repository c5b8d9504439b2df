import type { TadaDocumentNode } from 'gql.tada';
import { computed, type ComputedRef, type Ref, ref, shallowRef, watch } from 'vue';
import { type Answer, ask, type Failure } from '../api/index.js';
import { useOneAtATime } from './list/one-at-a-time.js';

/** A page as the API answers it. The count is asked for with the first page only: `totalCount @include(if: $counted)`. */
export interface ListPage<Row> {
  readonly nodes: readonly Row[];
  readonly totalCount?: number | undefined;
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
}

/** What `useList` adds to the variables of a question. */
export interface PageVariables {
  readonly first: number;
  readonly after: string | null;
  readonly counted: boolean;
}

/** A list's question: a document that takes `$first`, `$after` and, where it counts, `$counted`; and what else it takes. */
export interface ListQuestion<Data, Row> {
  readonly document: TadaDocumentNode<Data, never>;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly pageOf: (data: Data) => ListPage<Row>;
}

/** A list that is read as far as it is looked at, and kept fresh where it is. */
export interface List<Row> {
  readonly rows: ComputedRef<readonly Row[]>;
  /** How many there are in all; null until that is answered, or where it is not asked. */
  readonly totalCount: ComputedRef<number | null>;
  readonly hasMore: ComputedRef<boolean>;
  /** Whether a page is on its way that shows something new: not while rows are only refreshed. */
  readonly loading: Readonly<Ref<boolean>>;
  /** Why the newest question failed; rows answered before stay. */
  readonly failure: Readonly<Ref<Failure | null>>;
  /** Whether the rows are those of the question now; false while those of the one before are still shown. */
  readonly current: Readonly<Ref<boolean>>;
  readonly loadMore: () => void;
  /** Tells which rows are on screen: their pages are refreshed. */
  readonly see: (first: number, last: number) => void;
  readonly refresh: () => void;
}

interface LoadedPage<Row> extends ListPage<Row> {
  readonly after: string | null;
}

const PAGE_ROWS = 200;
const DEFAULT_PACE_MS = 5_000;

/** Reads a list by pages. When the question changes it begins anew, with the old rows on screen until the new ones are there. */
export function useList<Data, Row>(
  question: () => ListQuestion<Data, Row>,
  paceMs: () => number = () => DEFAULT_PACE_MS,
): List<Row> {
  const pages: Ref<readonly LoadedPage<Row>[]> = shallowRef([]);
  const current = ref(false);
  let seen = { first: 0, last: 0 };
  const { run, failure, loading } = useOneAtATime(() => refresh(), paceMs);

  const askFor = (after: string | null, signal: AbortSignal) => askPage(question(), after, signal);
  const begin = (): void => {
    loading.value = true;
    current.value = false;
    seen = { first: 0, last: 0 };
    run(async (signal) => {
      const answer = await askFor(null, signal);
      if (!answer.ok) return answer.failure;
      if (signal.aborted) return null;
      pages.value = [answer.data];
      current.value = true;
      return null;
    });
  };
  const refresh = (): void => {
    if (!current.value) return begin();
    run((signal) => refreshAll(pagesSeen(pages.value, seen), signal));
  };
  const refreshAll = async (wanted: readonly number[], signal: AbortSignal): Promise<Failure | null> => {
    for (const index of wanted) {
      const answer = await askFor(pages.value[index]?.after ?? null, signal);
      if (!answer.ok) return answer.failure;
      if (signal.aborted) return null;
      pages.value = pages.value.map((page, at) => (at === index ? answer.data : page));
    }
    return null;
  };
  const loadMore = (): void => {
    const last = pages.value.at(-1);
    if (loading.value || !current.value || !last?.pageInfo.hasNextPage) return;
    loading.value = true;
    run(async (signal) => {
      const answer = await askFor(last.pageInfo.endCursor, signal);
      if (!answer.ok) return answer.failure;
      if (!signal.aborted) pages.value = [...pages.value, answer.data];
      return null;
    });
  };
  watch(() => JSON.stringify(question().variables), begin);
  begin();
  return {
    rows: computed(() => pages.value.flatMap(({ nodes }) => nodes)),
    totalCount: computed(() => pages.value[0]?.totalCount ?? null),
    hasMore: computed(() => pages.value.at(-1)?.pageInfo.hasNextPage ?? false),
    loading,
    failure,
    current,
    loadMore,
    see: (first, last) => (seen = { first, last }),
    refresh,
  };
}

async function askPage<Data, Row>(
  { document, variables, pageOf }: ListQuestion<Data, Row>,
  after: string | null,
  signal: AbortSignal,
): Promise<Answer<LoadedPage<Row>>> {
  const page: PageVariables = { first: PAGE_ROWS, after, counted: after === null };
  const answer = await ask(document, { ...variables, ...page } as never, signal);
  return answer.ok ? { ok: true, data: { ...pageOf(answer.data), after } } : answer;
}

/** The pages that hold the rows on screen, by their place; the first too, which counts all. */
function pagesSeen<Row>(pages: readonly LoadedPage<Row>[], seen: { first: number; last: number }): number[] {
  let start = 0;
  return pages.flatMap(({ nodes }, index) => {
    const end = start + nodes.length;
    const isSeen = start <= seen.last && end > seen.first;
    start = end;
    return isSeen || index === 0 ? [index] : [];
  });
}
