import { type Ref, ref, shallowRef } from 'vue';
import { ask, SERIES } from '../api/index.js';
import type { Point } from './live/frames.js';
import { useInRange } from './use-in-range.js';
import { useSettled } from './use-settled.js';

/** Both directions of one row, for a sparkline. */
export interface Spark {
  readonly incoming: readonly Point[];
  readonly outgoing: readonly Point[];
}

/** Sparklines of the rows that can be seen. */
export interface Sparks {
  /** The sum of these interfaces. */
  readonly of: (interfaces: readonly string[]) => Spark;
  readonly from: Readonly<Ref<number>>;
  readonly to: Readonly<Ref<number>>;
}

const POINTS = 60;
/** A sparkline of less shows nothing. */
const LEAST_MS = 300_000;
/** A screen has fewer rows than that. */
const MOST_INTERFACES = 300;

/** Asks for the lines of the interfaces that are on screen in one question, however long the list is. */
export function useSparks(interfaces: () => readonly string[]): Sparks {
  const lines = shallowRef<ReadonlyMap<string, Spark>>(new Map());
  const from = ref(0);
  const to = ref(0);
  const wanted = useSettled(() => interfaces().slice(0, MOST_INTERFACES));
  useInRange(
    async (stretch, signal) => {
      if (wanted.value.length === 0) return { ok: true, data: null };
      const input = { interfaces: [...wanted.value], points: POINTS, ...stretch };
      const answer = await ask(SERIES, { input }, signal);
      if (!answer.ok) return answer;
      const { series, at, ...rest } = answer.data.series;
      const points = (column: readonly (number | null)[] = []): Point[] =>
        at.map((moment, index) => [moment, column[index] ?? null]);
      lines.value = new Map(
        series.map(({ group, columns }): [string, Spark] => [
          group,
          { incoming: points(columns['rxBytesPerSecond']), outgoing: points(columns['txBytesPerSecond']) },
        ]),
      );
      [from.value, to.value] = [Date.parse(rest.from), Date.parse(rest.to)];
      return { ok: true, data: null };
    },
    () => wanted.value,
    { leastMs: LEAST_MS },
  );
  return { from, to, of: (ids) => sumOf(ids.flatMap((id) => lines.value.get(id) ?? [])) };
}

function sumOf(sparks: readonly Spark[]): Spark {
  const [first] = sparks;
  if (!first) return { incoming: [], outgoing: [] };
  if (sparks.length === 1) return first;
  return {
    incoming: sumPoints(sparks.map((each) => each.incoming)),
    outgoing: sumPoints(sparks.map((each) => each.outgoing)),
  };
}

/** What is not known of one is a gap in the sum. */
function sumPoints(lines: readonly (readonly Point[])[]): Point[] {
  return (lines[0] ?? []).map(([at], index) => {
    const values = lines.map((line) => line[index]?.[1] ?? null);
    return [at, values.includes(null) ? null : values.reduce<number>((sum, value) => sum + (value ?? 0), 0)];
  });
}
