import { scanBlock } from './codec.js';

/** A stretch of time: [startMs, startMs + ms), ms since 1970. */
interface Stretch {
  readonly startMs: number;
  readonly ms: number;
}

/** A stretch in which a series could not be read. */
export interface UnreadStretch extends Stretch {
  readonly seriesId: number;
}

/** Whether the counters of an unread stretch were read later, by a sample that reaches over its middle: then it is no gap. */
export function isMadeUp(gap: Stretch, sample: Stretch): boolean {
  const middleMs = gap.startMs + gap.ms / 2;
  return sample.startMs <= middleMs && middleMs < sample.startMs + sample.ms;
}

/**
 * Those of a host's unread stretches that stayed unread: the counters of the others were read later, by a sample of the
 * same series that reaches over their middle. The blocks hold raw samples; in the roll-up this is settled.
 */
export function stillUnread(stretches: readonly UnreadStretch[], blocks: readonly Uint8Array[]): UnreadStretch[] {
  if (stretches.length === 0) return [];
  const samples = samplesOf(blocks, new Set(stretches.map(({ seriesId }) => seriesId)));
  return stretches.filter((gap) => !(samples.get(gap.seriesId) ?? []).some((sample) => isMadeUp(gap, sample)));
}

function samplesOf(blocks: readonly Uint8Array[], seriesIds: ReadonlySet<number>): Map<number, Stretch[]> {
  const samples = new Map<number, Stretch[]>([...seriesIds].map((id) => [id, []]));
  for (const block of blocks) {
    let starts: Float64Array = new Float64Array(0);
    let lengths: Float64Array = new Float64Array(0);
    scanBlock(block, [], (id) => seriesIds.has(id), {
      frames: (startMs, ms) => {
        starts = startMs;
        lengths = ms;
      },
      series: (id, count, frames) => {
        const found = samples.get(id);
        for (const frame of frames.subarray(0, count)) {
          found?.push({ startMs: starts[frame] ?? 0, ms: lengths[frame] ?? 0 });
        }
      },
      unread: () => undefined,
    });
  }
  return samples;
}
