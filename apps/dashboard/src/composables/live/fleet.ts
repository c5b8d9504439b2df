import type { Counter } from '@weir/model';
import type { Frame, Point } from './frames.js';

/** One host's stretches, and the group to read of them. */
export interface HostFrames {
  readonly hostId: string;
  readonly frames: readonly Frame[];
}

const STEP_MS = 1_000;
/** A host that did not tell a second within this time is left out of it; the others are not held up. */
const WAIT_MS = 2_000;

/**
 * The sum of several hosts, second by second, though they tick at their own instants and intervals.
 * The newest seconds wait for hosts that are only late, so that the line does not dip at its end.
 */
export function fleetLine(hosts: readonly HostFrames[], counter: Counter, from: number, now: number): Point[] {
  const line: Point[] = [];
  const cursors = hosts.map(() => 0);
  const last = closedUntil(hosts, now);
  for (let end = Math.ceil(from / STEP_MS) * STEP_MS; end <= last; end += STEP_MS) {
    const middle = end - STEP_MS / 2;
    let total: number | null = null;
    hosts.forEach(({ hostId, frames }, index) => {
      const cursor = advance(frames, cursors[index] ?? 0, middle);
      cursors[index] = cursor;
      const frame = frames[cursor];
      const rate = frame && frame.start <= middle ? frame.read(hostId, counter) : null;
      if (rate !== null) total = (total ?? 0) + rate;
    });
    line.push([end, total]);
  }
  return line;
}

/** The end of the newest second that every host which is not silent has told. */
function closedUntil(hosts: readonly HostFrames[], now: number): number {
  const ends = hosts.map(({ frames }) => frames.at(-1)?.end ?? 0).filter((end) => end > now - WAIT_MS - STEP_MS);
  const slowest = Math.min(...ends);
  const closed = Number.isFinite(slowest) ? Math.max(slowest, now - WAIT_MS) : now - WAIT_MS;
  // Half a second of slack: a host that ticks shortly before the wall second has told that second.
  return Math.floor((closed + STEP_MS / 2) / STEP_MS) * STEP_MS;
}

/** The first stretch that does not end before the instant. */
function advance(frames: readonly Frame[], cursor: number, at: number): number {
  let index = cursor;
  while (index < frames.length && (frames[index] as Frame).end < at) index += 1;
  return index;
}
