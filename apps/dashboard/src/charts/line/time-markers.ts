import { computed, type ComputedRef, type WritableComputedRef } from 'vue';
import type { TimeMark, TimeMarks } from '../../composables/use-time-marks.js';
import type { Marker, Sign, Stretch } from './chart-line.js';

/** More places would hide the lines that they lie on; they are shown when they are asked for. */
const FEW = 25;
/** About as many places as can be told apart on a chart. */
const PLACES = 100;
/** The sign of each kind of event. */
export const SIGN_OF: Readonly<Record<TimeMark['kind'], Sign>> = {
  CHANGE: 'change',
  DEPLOY: 'deploy',
  ALERT: 'alert',
  PATTERN: 'pattern',
  ANNOTATION: 'annotation',
};
const TONES: Partial<Record<TimeMark['kind'], Marker['tone']>> = { ALERT: 'bad', PATTERN: 'warn' };

/** The marks of a chart as it takes them. */
export interface ShownMarks {
  /** None while they are not shown. */
  readonly markers: ComputedRef<readonly Marker[]>;
  /** What a note is about, where that is more than a moment. */
  readonly stretches: ComputedRef<readonly Stretch[]>;
  /** How many there are, shown or not. */
  readonly count: ComputedRef<number>;
  readonly shown: WritableComputedRef<boolean>;
}

/** What of the marks lies on a chart: shown by themselves where they are few, else when somebody asks for them. */
export function useShownMarks(
  time: TimeMarks | null,
  ends: () => { readonly from: number; readonly to: number },
): ShownMarks {
  const there = computed(() => {
    const { from, to } = ends();
    return (time?.marks.value ?? []).filter(({ at, until }) => Date.parse(at) <= to && Date.parse(until ?? at) >= from);
  });
  const shown = computed({
    get: () => time?.choice.value ?? placesOf(there.value, ends()) <= FEW,
    set: (choice) => {
      if (time) time.choice.value = choice;
    },
  });
  const drawn = computed(() => (shown.value ? there.value : []));
  return {
    markers: computed(() => drawn.value.map(markerOf)),
    stretches: computed(() => drawn.value.flatMap(stretchOf)),
    count: computed(() => there.value.length),
    shown,
  };
}

function placesOf(marks: readonly TimeMark[], { from, to }: { readonly from: number; readonly to: number }): number {
  return new Set(marks.map(({ at }) => Math.floor(((Date.parse(at) - from) / (to - from)) * PLACES))).size;
}

function markerOf({ at, kind, title, count }: TimeMark): Marker {
  const text = count > 1 ? `${title} (${count})` : title;
  return { at: Date.parse(at), text, tone: TONES[kind] ?? 'plain', sign: SIGN_OF[kind] };
}

function stretchOf({ at, until, kind, count }: TimeMark): Stretch[] {
  return kind === 'ANNOTATION' && count === 1 && until !== null
    ? [{ from: Date.parse(at), to: Date.parse(until), tone: 'plain' }]
    : [];
}
