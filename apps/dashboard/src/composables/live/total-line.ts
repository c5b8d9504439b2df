import type { LiveSeriesFrame } from '../../api/index.js';
import type { Point } from './frames.js';

/** One second of a sum, both ways; null = nothing of it is known. */
export interface LiveSecond {
  readonly at: number;
  readonly incoming: number | null;
  readonly outgoing: number | null;
}

/** A longer distance between two points is a hole. */
const HOLE_IN_STEPS = 1.5;

/** Reads a frame that has one group: what did not move is zero, what nobody told of is a gap. */
export function secondOf({ at, columns }: Pick<LiveSeriesFrame, 'at' | 'columns'>): LiveSecond {
  const isTold = columns.groups.length > 0;
  const still = columns.incomplete.length > 0 ? null : 0;
  const read = (column: string): number | null => (isTold ? (columns[column]?.[0] ?? still) : still);
  return { at, incoming: read('rxBytesPerSecond'), outgoing: read('txBytesPerSecond') };
}

/** Keeps the newest of each second, those since `from`. */
export function withSecond(seconds: readonly LiveSecond[], next: LiveSecond, from: number): LiveSecond[] {
  const kept = seconds.filter(({ at }) => at >= from && at !== next.at);
  const place = kept.findLastIndex(({ at }) => at < next.at) + 1;
  return [...kept.slice(0, place), next, ...kept.slice(place)];
}

/** What is stored, with the live seconds in their places; a hole between two points is a gap. */
export function totalLine(
  stored: readonly Point[],
  storedStepMs: number,
  seconds: readonly LiveSecond[],
  way: 'incoming' | 'outgoing',
): Point[] {
  const live = seconds.map((second): Point => [second.at, second[way]]);
  const times = new Set(live.map(([at]) => Math.floor(at / storedStepMs)));
  const beside = stored.filter(([at]) => !times.has(Math.floor(at / storedStepMs)));
  const all = [...beside, ...live].sort(([left], [right]) => left - right);
  return all.flatMap(([at, value], index): Point[] => {
    const before = all[index - 1]?.[0] ?? at;
    const isHole = at - before > HOLE_IN_STEPS * Math.max(storedStepMs, 1_000);
    return isHole
      ? [
          [(before + at) / 2, null],
          [at, value],
        ]
      : [[at, value]];
  });
}
