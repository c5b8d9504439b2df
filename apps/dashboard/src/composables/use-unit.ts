import type { WritableComputedRef } from 'vue';
import type { TrafficUnit } from '../format/rate.js';
import { usePreferences } from './use-preferences.js';
import { useQueryState, wordCodec } from './use-query-state.js';

const WORDS = wordCodec<TrafficUnit>(['bits', 'bytes']);

/** Bits or bytes a second, for the whole page: as the address says, else as the reader likes it. */
export function useUnit(): WritableComputedRef<TrafficUnit> {
  const { unit } = usePreferences();
  return useQueryState('unit', {
    ...WORDS,
    get initial() {
      return unit.value;
    },
  });
}
