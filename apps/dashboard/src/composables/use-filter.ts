import { computed, type ComputedRef, type WritableComputedRef } from 'vue';
import { type Chip, type FilterInput, filterOf, parseChips, serialiseChip, serialiseChips, withChip } from './chips.js';
import { useQueryState } from './use-query-state.js';

export type { Chip, ChipField, FilterInput } from './chips.js';

/** What every page is filtered by. */
export interface PageFilter {
  /** The conditions; in the address as `f`. */
  readonly chips: WritableComputedRef<readonly Chip[]>;
  /** The same as the API takes it; null where everything is shown. */
  readonly filter: ComputedRef<FilterInput | null>;
  /** The text typed; it takes effect letter by letter, and Back goes to the page before. */
  readonly text: WritableComputedRef<string>;
  readonly add: (chip: Chip) => void;
  readonly remove: (chip: Chip) => void;
  readonly clear: () => void;
}

const chipsCodec = { parse: parseChips, serialise: serialiseChips, initial: '' };
const typedCodec = { ...chipsCodec, typed: true };

/** The page's filter; every caller has the same. */
export function useFilter(): PageFilter {
  const chips = useQueryState('f', chipsCodec);
  const typed = useQueryState('f', typedCodec);
  const filter = computed<FilterInput | null>((before) => {
    const next = filterOf(chips.value);
    // The same conditions are the same object: what is asked by it is not asked again for another change of the address.
    return before !== undefined && JSON.stringify(before) === JSON.stringify(next) ? before : next;
  });
  return {
    chips,
    filter,
    text: computed({
      get: () => chips.value.find((chip) => chip.field === 'text')?.value ?? '',
      set: (value) => {
        const others = chips.value.filter((chip) => chip.field !== 'text');
        typed.value = value ? [...others, { field: 'text', op: 'is', value }] : others;
      },
    }),
    add: (chip) => (chips.value = withChip(chips.value, chip)),
    remove: (chip) => {
      const text = serialiseChip(chip);
      chips.value = chips.value.filter((each) => serialiseChip(each) !== text);
    },
    clear: () => (chips.value = []),
  };
}
