import type { WritableComputedRef } from 'vue';
import type { TrafficUnit } from '../format/rate.js';
import { useQueryState, wordCodec } from './use-query-state.js';

const codec = wordCodec<TrafficUnit>(['bits', 'bytes']);

/** Bits or bytes a second, for the whole page. */
export function useUnit(): WritableComputedRef<TrafficUnit> {
  return useQueryState('unit', codec);
}
