import { computed, type ComputedRef } from 'vue';
import { ask } from '../api/index.js';
import { type ChangeEntry, CHANGES } from '../api/operations/changes.js';
import type { FilterInput } from './chips.js';
import { useInRange } from './use-in-range.js';

const MOST = 200;
const SHOWN = 20;
const PACE_MS = 15_000;
/** What happened before the last minutes matters too. */
const LEAST_MS = 3_600_000;

/** The newest changes in the page's range that the filter finds and that are of interest. */
export function useChanges(
  filter: () => FilterInput,
  isOfInterest: (change: ChangeEntry) => boolean,
): ComputedRef<readonly ChangeEntry[]> {
  const { data } = useInRange(
    async (stretch, signal) => {
      const answer = await ask(CHANGES, { filter: filter(), kinds: null, first: MOST, ...stretch }, signal);
      return answer.ok ? { ok: true, data: answer.data.events.nodes } : answer;
    },
    filter,
    { leastMs: LEAST_MS, paceMs: PACE_MS },
  );
  return computed(() => (data.value ?? []).filter(isOfInterest).slice(0, SHOWN));
}
