import type { TadaDocumentNode } from 'gql.tada';
import { computed, type ComputedRef, ref, type WritableComputedRef } from 'vue';
import type { Failure } from '../../api/index.js';
import { type Chip, filterOf } from '../../composables/chips.js';
import { exportPath, type ExportedList } from '../../composables/export-path.js';
import { useFilter } from '../../composables/use-filter.js';
import { type ListPage, useList } from '../../composables/use-list.js';
import { type Sort, sortCodec, useQueryState } from '../../composables/use-query-state.js';
import { type Sparks, useSparks } from '../../composables/use-sparks.js';
import { emptyWords } from '../empty-words.js';

/** What is listed, and what it means that there is nothing. */
export interface Listing<Data, Row> {
  readonly of: ExportedList;
  readonly document: TadaDocumentNode<Data, never>;
  /** The order as the API takes it. */
  readonly orderOf: (sort: Sort) => object;
  readonly pageOf: (data: Data) => ListPage<Row>;
  /** The interfaces whose traffic is a row's trend. */
  readonly interfacesOf: (row: Row) => readonly string[];
  /** What to say where there is none at all. */
  readonly none: string;
  /** The conditions that hold besides those of the page. */
  readonly besides?: () => readonly Chip[];
}

/** A list of the fleet, sorted by the server and read as far as it is looked at, in the terms of its table. */
export function useListing<Data, Row>({
  of,
  document,
  orderOf,
  pageOf,
  interfacesOf,
  none,
  besides = () => [],
}: Listing<Data, Row>): {
  readonly sort: WritableComputedRef<Sort>;
  /** What goes to the table. */
  readonly table: ComputedRef<{
    readonly rows: readonly Row[];
    readonly empty: string;
    readonly loading: boolean;
    readonly total: number | null;
    readonly exportUrl?: string;
  }>;
  readonly sparks: Sparks;
  /** What went wrong while rows are on screen. */
  readonly failure: ComputedRef<Failure | null>;
  readonly more: () => void;
  readonly see: (first: number, last: number) => void;
} {
  const { chips, filter } = useFilter();
  const sort = useQueryState('sort', sortCodec('traffic'));
  const all = computed(() => [...chips.value, ...besides()]);
  const asked = computed(() => filterOf(all.value));
  const list = useList(() => ({
    document,
    variables: { filter: asked.value, sort: orderOf(sort.value) },
    pageOf,
  }));
  const seen = ref({ first: 0, last: 0 });
  const meaning = computed(() =>
    filter.value ? `No ${of.slice(0, -1)} passes the filter. Take a condition away to see more.` : none,
  );
  return {
    sort,
    table: computed(() => {
      const exportUrl = exportPath(of, all.value);
      return {
        rows: list.rows.value,
        empty: emptyWords(list.current.value, list.failure.value, meaning.value),
        loading: list.loading.value,
        total: list.totalCount.value,
        ...(exportUrl !== null && { exportUrl }),
      };
    }),
    sparks: useSparks(() => list.rows.value.slice(seen.value.first, seen.value.last + 1).flatMap(interfacesOf)),
    failure: computed(() => (list.rows.value.length > 0 ? list.failure.value : null)),
    more: list.loadMore,
    see: (first, last) => {
      seen.value = { first, last };
      list.see(first, last);
    },
  };
}
