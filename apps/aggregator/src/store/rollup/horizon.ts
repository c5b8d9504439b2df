import type { ClientBase } from 'pg';
import { windowOf } from '../block/window.js';
import { type HorizonRow, horizonsOf, readHorizonsOf } from '../horizon.js';
import { LEVELS, type Level, RESOLUTIONS, type Resolution } from './level.js';

/**
 * For each resolution, since when it is whole (ms since 1970): what is older was dropped and is never written again, so
 * that a roll-up made from it stays right. -Infinity = nothing was dropped.
 *
 * Raw samples have two places. Those that begin before `sealed` are no longer written where they arrive but where they are
 * packed; those that begin before `packed` have all been packed, and are no longer read where they arrived. Nor are those of the
 * window after it, of the hosts up to the one that is noted beside it.
 */
export type Horizons = Readonly<Record<Resolution | 'sealed' | 'packed', number>>;

/** The horizons with the database's clock. */
export type HorizonsNow = Horizons & { readonly nowMs: number };

const NAMES = [...RESOLUTIONS, 'sealed', 'packed'] as const;

/** Where a sample is written. */
export type Place = 'recent' | 'packed' | Level;

/** Reads the horizons, and the database's clock. */
export function readHorizons(client: ClientBase): Promise<HorizonsNow> {
  return readHorizonsOf(client, NAMES);
}

/** The same from the rows of a statement that asked more than this. */
export function horizonsFrom(rows: readonly HorizonRow[]): HorizonsNow {
  return horizonsOf(rows, NAMES);
}

/** The finest resolution that still holds a sample of this moment. */
export function finestOf(horizons: Horizons, ms: number): 'raw' | Level {
  if (ms >= horizons.raw) return 'raw';
  const coarsest = LEVELS[LEVELS.length - 1] as Level;
  return LEVELS.find(({ name }) => ms >= horizons[name]) ?? coarsest;
}

/** Where a sample of this moment may still be written: the finest resolution that holds it. */
export function placeOf(horizons: HorizonsNow, ms: number): Place {
  const finest = finestOf(horizons, ms);
  if (finest !== 'raw') return finest;
  return ms >= recentFrom(horizons) ? 'recent' : 'packed';
}

/** Whether samples still belong where they did. */
export function sameHorizons(one: HorizonsNow, other: HorizonsNow): boolean {
  return recentFrom(one) === recentFrom(other) && RESOLUTIONS.every((name) => one[name] === other[name]);
}

const RECENT_MS = 24 * 3_600_000;

/** Older ones have no place where they arrive though nothing was sealed yet: each ten minutes would be a piece there. */
function recentFrom({ sealed, nowMs }: HorizonsNow): number {
  return Math.max(sealed, windowOf(nowMs - RECENT_MS));
}
