import { type WritableComputedRef } from 'vue';
import { TIMELINE, type TimelineEntry, type TimelineKind } from '../../api/operations/timeline.js';
import type { FilterInput } from '../../composables/chips.js';
import { type List, useList } from '../../composables/use-list.js';
import { type QueryCodec, useQueryState } from '../../composables/use-query-state.js';
import { useTimelineNews } from '../../composables/use-time-marks.js';
import { usePatternStretch } from '../patterns/use-patterns.js';
import { KINDS } from './words.js';

const PACE_MS = 60_000;
const kindsCodec: QueryCodec<readonly TimelineKind[]> = {
  parse: (text) => {
    const words = text.split(',');
    return KINDS.map(({ kind }) => kind).filter((kind) => words.includes(kind.toLowerCase()));
  },
  serialise: (kinds) => kinds.join(',').toLowerCase(),
  initial: '',
};

/** The kinds of events that are shown; none chosen = all. In the address as `kinds`. */
export function useKinds(): WritableComputedRef<readonly TimelineKind[]> {
  return useQueryState('kinds', kindsCodec);
}

/** What happened in the page's range, a day at least, read as far as it is looked at, and anew as soon as there is more. */
export function useTimeline(
  asked: () => { readonly kinds: readonly TimelineKind[]; readonly filter: FilterInput | null },
): List<TimelineEntry> {
  const stretch = usePatternStretch();
  const list = useList(
    () => {
      const { kinds, filter } = asked();
      return {
        document: TIMELINE,
        variables: { ...stretch.value, filter, kinds: kinds.length > 0 ? [...kinds] : null },
        pageOf: ({ timeline }) => timeline,
      };
    },
    () => PACE_MS,
  );
  useTimelineNews(list.refresh);
  return list;
}
