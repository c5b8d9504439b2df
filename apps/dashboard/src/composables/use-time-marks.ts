import {
  computed,
  type ComputedRef,
  effectScope,
  inject,
  type InjectionKey,
  onBeforeUnmount,
  onScopeDispose,
  provide,
  type Ref,
  ref,
  watch,
} from 'vue';
import { ask } from '../api/index.js';
import { TIMELINE_CHANGED, TIMELINE_MARKS, type TimeMark } from '../api/operations/timeline.js';
import type { FilterInput } from './chips.js';
import { useAnswer } from './use-answer.js';
import { useLive } from './use-live.js';
import { useRange } from './use-range.js';

/** What the marks of charts are asked for. */
export interface MarkQuestion {
  readonly filter: FilterInput | null;
  /** Left out: the page's range. */
  readonly stretch?: { readonly from: number; readonly to: number };
  /** The host that the charts are of, which a note is about at first. */
  readonly host?: { readonly id: string; readonly name: string };
}

/** A note that somebody is about to write. */
export interface NoteDraft {
  readonly at: number;
  readonly until: number | null;
  readonly host: { readonly id: string; readonly name: string } | null;
}

/** The marks that charts share: changes, deploys, alerts, patterns and notes of the time that they show. */
export interface TimeMarks {
  readonly marks: ComputedRef<readonly TimeMark[]>;
  /** Whether they are shown, as somebody chose; null = where they are few. */
  readonly choice: Ref<boolean | null>;
  /** A note about a moment or a stretch is to be written. */
  readonly note: (at: number, until: number | null) => void;
}

interface Provided extends TimeMarks {
  readonly join: () => () => void;
  readonly write: (draft: NoteDraft) => void;
}

export type { TimeMark };

const MARKS: InjectionKey<Provided> = Symbol('time marks');
const PACE_MS = 60_000;
/** What is told within so long is asked for together. */
const GATHER_MS = 3_000;

/**
 * Gives charts inside of the calling component their marks; nothing is asked while none is on the page. `write` opens a note: needed
 * once, at the outermost.
 */
export function provideTimeMarks(question: () => MarkQuestion, write?: (draft: NoteDraft) => void): void {
  const outer = inject(MARKS, null);
  const { range, ends, moves } = useRange();
  const charts = ref(0);
  const isWanted = computed(() => charts.value > 0);
  const writes = write ?? outer?.write ?? (() => undefined);
  const asked = useAnswer<readonly TimeMark[]>(
    async (signal) => {
      if (!isWanted.value) return { ok: true, data: [] };
      const { filter, stretch = ends.value } = question();
      const answer = await ask(TIMELINE_MARKS, { filter, from: iso(stretch.from), to: iso(stretch.to) }, signal);
      return answer.ok ? { ok: true, data: answer.data.timelineMarks } : answer;
    },
    () => (isWanted.value && moves.value ? PACE_MS : Infinity),
  );
  watch(
    () => JSON.stringify([isWanted.value, question(), range.value]),
    () => void asked.refresh(),
  );
  useTimelineNews(asked.refreshSoon, () => isWanted.value);
  provide(MARKS, {
    marks: computed(() => asked.data.value ?? []),
    choice: outer?.choice ?? ref(null),
    note: (at, until) => writes({ at, until, host: question().host ?? null }),
    write: writes,
    join: () => {
      charts.value += 1;
      return () => (charts.value -= 1);
    },
  });
}

/** The marks for the calling chart; null where nobody gives any. */
export function useTimeMarks(): TimeMarks | null {
  const marks = inject(MARKS, null);
  if (marks) onBeforeUnmount(marks.join());
  return marks;
}

/** How many notes were written on this page: those show at once. */
const written = ref(0);

/** Tells all who show notes that one was written. */
export function tellOfNote(): void {
  written.value += 1;
}

/** Opens a note to be written; nothing where nobody takes notes. */
export function useNotes(): (draft: NoteDraft) => void {
  return inject(MARKS, null)?.write ?? (() => undefined);
}

/** Calls back soon after something was added to the timeline while somebody wants to know, at once after a note of one's own. */
export function useTimelineNews(act: () => void, isWanted: () => boolean = () => true): void {
  const live = useLive();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hear = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      act();
    }, GATHER_MS);
  };
  watch(
    isWanted,
    (wanted, _before, onCleanup) => {
      const scope = effectScope(true);
      if (wanted) scope.run(() => live.listenTo(TIMELINE_CHANGED, {}, hear));
      onCleanup(() => scope.stop());
    },
    { immediate: true },
  );
  watch(written, act);
  onScopeDispose(() => clearTimeout(timer));
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}
