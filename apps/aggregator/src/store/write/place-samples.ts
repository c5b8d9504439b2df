import type { Frame } from '../block/frame.js';
import { RECENT_WINDOW_MS, WINDOW_MS } from '../block/window.js';
import { type HorizonsNow, placeOf } from '../rollup/horizon.js';
import type { Level } from '../rollup/level.js';
import { type Samples, minuteOf } from './samples.js';
import { type BlockToStore, byWindow } from './write-samples.js';

/** Where each frame of a batch goes. */
export interface PlacedSamples {
  readonly recent: readonly BlockToStore[];
  readonly packed: readonly BlockToStore[];
  /** Of a time whose raw samples have been dropped. */
  readonly late: ReadonlyMap<Level, readonly BlockToStore[]>;
  /** Host id → starts of the 1-minute buckets that changed, ms since 1970. */
  readonly dirty: ReadonlyMap<number, ReadonlySet<number>>;
}

/** Finds the place of each frame. Horizons are not inside of a window, so all frames of one have the same place. */
export function placeSamples({ frames }: Samples, horizons: HorizonsNow): PlacedSamples {
  const placed = {
    recent: [] as BlockToStore[],
    packed: [] as BlockToStore[],
    late: new Map<Level, BlockToStore[]>(),
    dirty: new Map<number, Set<number>>(),
  };
  for (const block of [...frames].flatMap(([hostId, all]) => byWindow({ hostId, frames: all }, WINDOW_MS))) {
    const place = placeOf(horizons, startOf(block));
    if (place === 'recent' || place === 'packed') {
      placed[place].push(...(place === 'recent' ? byWindow(block, RECENT_WINDOW_MS) : [block]));
      markDirty(placed.dirty, block);
    } else {
      placed.late.set(place, [...(placed.late.get(place) ?? []), block]);
    }
  }
  return placed;
}

const startOf = ({ frames }: BlockToStore): number => (frames[0] as Frame).startMs;

function markDirty(dirty: Map<number, Set<number>>, { hostId, frames }: BlockToStore): void {
  const buckets = dirty.get(hostId) ?? new Set<number>();
  for (const frame of frames) buckets.add(minuteOf(frame));
  dirty.set(hostId, buckets);
}
