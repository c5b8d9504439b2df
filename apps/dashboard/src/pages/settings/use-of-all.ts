import { computed, type WritableComputedRef } from 'vue';
import { useAccess } from '../../composables/use-access.js';
import { useQueryState, wordCodec } from '../../composables/use-query-state.js';

/** Whether those of all users are shown, as `of=all` in the address; only admins may. */
export function useOfAll(): WritableComputedRef<boolean> {
  const { can } = useAccess();
  const of = useQueryState('of', wordCodec(['mine', 'all']));
  return computed({
    get: () => can('ADMIN') && of.value === 'all',
    set: (isAll) => (of.value = isAll ? 'all' : 'mine'),
  });
}
