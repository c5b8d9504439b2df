import type { Counter } from '@weir/model';
import type { Reading } from '../../format/reading.js';
import { type HostWindow, LIVE_WINDOW_MS, type Tick } from './host-window.js';

const DEFAULT_INTERVAL_MS = 1_000;
const MISSED_INTERVALS = 3;
const SLACK_MS = 2_000;

/** The live view of something new begins small and grows: an all but empty chart would look broken. */
const MIN_WINDOW_MS = 60_000;

/** Where the live view begins, for something first seen at a moment. */
export function liveFrom(now: number, firstSeenAt: number): number {
  return Math.max(now - LIVE_WINDOW_MS, Math.min(firstSeenAt, now - MIN_WINDOW_MS));
}

/** After how long without a tick a rate no longer counts as "now". */
export function staleAfterMs(intervalMs: number | null): number {
  return (intervalMs ?? DEFAULT_INTERVAL_MS) * MISSED_INTERVALS + SLACK_MS;
}

/** The newest tick, unless it is too old to be called now. */
export function freshTick(window: HostWindow | undefined, now: number, intervalMs: number | null): Tick | null {
  const tick = window?.newest;
  return tick && now - tick.at <= staleAfterMs(intervalMs) ? tick : null;
}

/** A rate now: of the newest tick, else unknown. */
export function rateNow(window: HostWindow | undefined, tick: Tick | null, id: string, counter: Counter): Reading {
  return window && tick ? window.rateAt(tick, id, counter) : 'unknown';
}
