import { onScopeDispose, watch, type WritableComputedRef } from 'vue';
import type { Live } from './use-live.js';
import { useQueryState } from './use-query-state.js';

const closelyCodec = {
  parse: (text: string) => text === '1',
  serialise: (value: boolean) => (value ? '1' : ''),
  initial: '',
};

/** Whether a host is looked at closely: its agent is asked for four samples a second as long as somebody does. */
export function useFocus(live: Live, hostId: () => string): WritableComputedRef<boolean> {
  const closely = useQueryState('closely', closelyCodec);
  let stop: (() => void) | undefined;
  const end = (): void => {
    stop?.();
    stop = undefined;
  };
  watch(
    [closely, hostId],
    ([isClose, id]) => {
      end();
      // The samples come with the host's ticks; this subscription only asks for them.
      if (isClose) {
        stop = live.watchSeries({ filter: { hosts: [id] }, grouping: 'ALL', focus: true }, null);
      }
    },
    { immediate: true },
  );
  onScopeDispose(end);
  return closely;
}
