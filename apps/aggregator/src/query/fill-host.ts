import { stillUnread, type UnreadStretch } from '../store/block/made-up.js';
import { intersection } from './averages.js';
import { type Bins, emptyBins } from './bins.js';
import { type Coverage, coverageOf, coveredBins, livesThrough } from './fill.js';
import { FramePlaces } from './frame-places.js';
import type { Segment } from './extent.js';
import type { HostBlocks } from './host-blocks.js';
import { HostBins, type Shape } from './host-bins.js';
import type { Unit } from './members.js';
import type { Scratch } from './scratch.js';
import { setApart } from './set-apart.js';

/** What a host's units counted, and how much of each bucket is covered. */
export interface FilledHost {
  readonly bins: HostBins;
  /** Of which group each unit is, and how much of it is known. */
  readonly units: readonly { readonly group: number; readonly coverage: Coverage }[];
}

interface Gap {
  readonly segment: Segment;
  readonly stretches: readonly UnreadStretch[];
}

/**
 * Reads a host's blocks into bins. A series that could not be read at times has a divisor of its own: where it shares a
 * unit it is set apart. The host is read once more then; few hosts ever have one.
 */
export function fillHost({ host, segments }: HostBlocks, shape: Shape, clip: boolean, scratch: Scratch): FilledHost {
  const gaps: Gap[] = [];
  let bins = new HostBins(shape, host.units, host.coarseMs, scratch);
  for (const { segment, blocks } of segments) {
    const found = bins.add(segment, blocks);
    const stretches = segment.resolution === 'raw' ? stillUnread(found, blocks) : found;
    if (stretches.length > 0) gaps.push({ segment, stretches });
  }
  const unreadIds = new Set(gaps.flatMap(({ stretches }) => stretches.map(({ seriesId }) => seriesId)));
  const apart = setApart(host, unreadIds);
  if (unreadIds.size > 0) {
    bins = new HostBins(shape, apart.units, host.coarseMs, scratch, true);
    for (const { segment, blocks } of segments) bins.add(segment, blocks);
  }
  return filledOf(bins, apart.units, clip, unreadBins(gaps, shape));
}

/** Tells how much of a host's units is known, where all of its blocks are in its bins. */
export function filledOf(
  bins: HostBins,
  units: readonly Unit[],
  clip: boolean,
  unread: ReadonlyMap<number, Bins> = new Map(),
): FilledHost {
  const known = coverageIn(bins, unread, clip);
  return { bins, units: units.map((unit, index) => ({ group: unit.group, coverage: known(unit, index) })) };
}

/** Tells how much of units is known. Those that were read and alive all the time share what the host has. */
function coverageIn(
  bins: HostBins,
  unread: ReadonlyMap<number, Bins>,
  clip: boolean,
): (unit: Unit, index: number) => Coverage {
  const { presence } = bins;
  const { grid, range } = bins.shape;
  // Of a thousand hosts for each chart: those that were there all the time are known as far as their host was.
  const usual = coverageOf(clip ? presence.map((ms) => Math.min(ms, grid.stepMs)) : presence);
  const absent = bucketsWithout(presence);
  return ({ seriesIds, alive }, index) => {
    const missed = seriesIds.length === 1 ? unread.get(seriesIds[0] ?? 0) : undefined;
    const sampled = bins.sampled(index);
    if (!missed && livesThrough(grid, alive) && absent.every((bucket) => sampled[bucket] === 0)) return usual;
    // A bucket may be wider than what is read of it.
    const lived = range ? intersection(alive, range) : alive;
    return coverageOf(coveredBins(grid, { presence, unread: missed, alive: lived, sampled, clip }));
  };
}

function bucketsWithout(presence: Bins): number[] {
  const buckets: number[] = [];
  for (let bucket = 0; bucket < presence.length; bucket += 1) if (presence[bucket] === 0) buckets.push(bucket);
  return buckets;
}

/** ms in which series could not be read; series that always could are left out. */
function unreadBins(gaps: readonly Gap[], { grid }: Shape): Map<number, Bins> {
  const unread = new Map<number, Bins>();
  for (const { segment, stretches } of gaps) {
    const places = new FramePlaces(grid, segment);
    places.set(
      Float64Array.from(stretches, ({ startMs }) => startMs),
      Float64Array.from(stretches, ({ ms }) => ms),
    );
    for (const [index, { seriesId, ms }] of stretches.entries()) {
      const bins = unread.get(seriesId) ?? emptyBins(grid);
      unread.set(seriesId, bins);
      places.add(bins, 0, index, ms);
    }
  }
  return unread;
}
