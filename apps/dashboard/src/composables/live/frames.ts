import type { Counter } from '@weir/model';
import type { SeriesColumns, SeriesResult } from '../../api/index.js';
import type { HostWindow } from './host-window.js';

/** A stretch of time and what is known of it; null is a gap. */
export interface Frame {
  readonly start: number;
  readonly end: number;
  readonly read: (group: string, counter: Counter) => number | null;
}

/** A point of a line: ms since 1970, and a rate or a gap. */
export type Point = readonly [at: number, rate: number | null];

/** Two lengths of an interval may differ by jitter; a hole is more than half an interval. */
const HOLE_IN_INTERVALS = 0.5;

/** The stretches of a stored answer. */
export function historyFrames(result: SeriesResult): Frame[] {
  const columns = new Map<string, SeriesColumns>(result.series.map((series) => [series.group, series.columns]));
  return result.at.map((start, index) => ({
    start,
    end: start + result.stepMilliseconds,
    read: (group, counter) => columns.get(group)?.[`${counter}PerSecond`]?.[index] ?? null,
  }));
}

/** The stretches of the ticks received. */
export function liveFrames(window: HostWindow): Frame[] {
  return window.ticks.map((tick) => ({
    start: tick.start,
    end: tick.at,
    read: (group, counter) => {
      const rate = window.rateAt(tick, group, counter);
      return typeof rate === 'number' ? rate : null;
    },
  }));
}

/** Ticks where there are any, stored data for every stretch that they do not cover: before them, and where some were missed. */
export function mergeFrames(live: readonly Frame[], history: readonly Frame[]): Frame[] {
  const merged: Frame[] = [];
  let next = 0;
  for (const frame of live) {
    for (let old = history[next]; old && middle(old) <= frame.start; old = history[(next += 1)]) {
      // Cut where the tick begins: time must rise from point to point.
      merged.push(old.end <= frame.start ? old : { ...old, end: frame.start });
    }
    for (let old = history[next]; old && middle(old) <= frame.end; old = history[(next += 1)]);
    merged.push(frame);
  }
  return merged.concat(history.slice(next));
}

/** Whether ticks were missed between received ones: then the store is asked for that stretch. */
export function hasHoles(frames: readonly Frame[]): boolean {
  return frames.some((frame, index) => {
    const previous = frames[index - 1];
    return previous !== undefined && isHole(previous, frame);
  });
}

/** One group's line. A hole, and what could not be read, is a null point, so that no line is drawn across. */
export function lineOf(frames: readonly Frame[], group: string, counter: Counter): Point[] {
  const line: Point[] = [];
  frames.forEach((frame, index) => {
    const previous = frames[index - 1];
    if (previous && isHole(previous, frame)) line.push([(previous.end + frame.start) / 2, null]);
    line.push([frame.end, frame.read(group, counter)]);
  });
  return line;
}

function isHole(previous: Frame, frame: Frame): boolean {
  const length = Math.max(previous.end - previous.start, Math.min(frame.end - frame.start, 60_000));
  return frame.start - previous.end > length * HOLE_IN_INTERVALS;
}

function middle(frame: Frame): number {
  return (frame.start + frame.end) / 2;
}
