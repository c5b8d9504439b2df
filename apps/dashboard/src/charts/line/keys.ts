import type { Plot } from '../apex/plot.js';
import type { ChartLine } from './chart-line.js';
import { type Mark, markBeside } from './marks.js';

/** What a key does on a chart. */
export type PointerAct =
  | { readonly kind: 'move'; readonly at: number; readonly selecting: boolean }
  | { readonly kind: 'zoom' }
  | { readonly kind: 'leave' };

/** What is known where a key is pressed. */
export interface PointerPlace {
  readonly plot: Plot;
  readonly lines: readonly ChartLine[];
  readonly marks: readonly Mark[];
  /** The moment pointed at; null = none yet. */
  readonly at: number | null;
}

const PAGE_STEPS = 10;
const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageUp: PAGE_STEPS,
  PageDown: -PAGE_STEPS,
};

/**
 * Point by point with the arrows, ten with Page keys, to the ends with Home and End, from mark to mark with comma and full stop; null
 * for keys that are not ours.
 */
export function pointerKey(
  event: Pick<KeyboardEvent, 'key' | 'shiftKey'>,
  { plot, lines, marks, at }: PointerPlace,
): PointerAct | null {
  if (event.key === 'Enter') return { kind: 'zoom' };
  if (event.key === 'Escape') return { kind: 'leave' };
  if (event.key === '.') return toMark(markBeside(marks, at ?? -Infinity, 1));
  if (event.key === ',') return toMark(markBeside(marks, at ?? Infinity, -1));
  const times = timesOf(lines, plot);
  const steps = STEPS[event.key];
  const last = times.length - 1;
  const current = at === null ? last : times.findIndex((time) => time >= at);
  const target =
    event.key === 'Home'
      ? 0
      : event.key === 'End'
        ? last
        : steps === undefined
          ? null
          : current + (at === null ? 0 : steps);
  if (target === null) return null;
  const moment = times[Math.min(last, Math.max(0, target))];
  return moment === undefined ? null : { kind: 'move', at: moment, selecting: event.shiftKey };
}

function toMark(mark: Mark | null): PointerAct | null {
  return mark && { kind: 'move', at: mark.at, selecting: false };
}

function timesOf(lines: readonly ChartLine[], plot: Plot): number[] {
  const times = new Set(lines.flatMap(({ points }) => points.map(([at]) => at)));
  return [...times].filter((at) => at >= plot.minX && at <= plot.maxX).sort((a, b) => a - b);
}
