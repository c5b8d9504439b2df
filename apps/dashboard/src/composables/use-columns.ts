import { computed, type ComputedRef } from 'vue';
import { listCodec, useQueryState } from './use-query-state.js';

/** The columns of a table that readers may choose. */
export interface ColumnChoice {
  readonly options: readonly { readonly key: string; readonly label: string; readonly isShown: boolean }[];
  readonly toggle: (key: string) => void;
}

/** What is needed to choose a column. */
interface Choosable {
  readonly key: string;
  readonly label: string;
  readonly optional?: 'shown' | 'hidden';
}

/** The columns that are shown, and the choice among those that are optional; what was chosen is in the address. */
export function useColumns<Column extends Choosable>(
  all: () => readonly Column[],
): { readonly columns: ComputedRef<readonly Column[]>; readonly choice: ComputedRef<ColumnChoice> } {
  // Only what differs from the beginning: a column that is added later is then shown to all.
  const changed = useQueryState('columns', listCodec);
  const isShown = ({ key, optional }: Choosable): boolean =>
    optional === undefined || (optional === 'shown') !== changed.value.includes(key);
  return {
    columns: computed(() => all().filter(isShown)),
    choice: computed(() => ({
      options: all()
        .filter(({ optional }) => optional !== undefined)
        .map((column) => ({ key: column.key, label: column.label, isShown: isShown(column) })),
      toggle: (key) => {
        const others = changed.value.filter((other) => other !== key);
        changed.value = others.length < changed.value.length ? others : [...others, key];
      },
    })),
  };
}
