import type { Memory } from '../../baseline/memory.js';
import { type Detector, NOTHING, strengthOf, TAKEN_BACK } from '../detector.js';
import type { Direction } from '../directions.js';
import type { Row } from '../row.js';

const LEAST_TIMES_ALL = 2;
const MOST_SIZE_SHARE = 0.5;
const SMALL_BYTES = 100;
const MOST_REVERSE_SHARE = 0.2;
/** Half a minute, less what the smoothing takes to rise. */
const LEAST_MS = 22_000;
/** Fewer packets are nobody's scan. */
const FLOOR_PACKETS_PER_SECOND = 10;
/** What comes in and is ten times as many bytes as usual besides is a flood. */
const FLOOD_TIMES_BYTES = 10;
/** In place of the time since when: it is a flood, to its end. */
const IS_FLOOD = -1;

/**
 * Fan-out, as of a scan: for half a minute more than three times the usual packets (or more than is rare here), each of less
 * than half the usual size or of less than 100 bytes, and hardly any packets the other way. What comes in and is a flood as well is
 * none: not at its ends either, of which a long sample holds little, nor before it was one.
 */
export class FanOut implements Detector {
  readonly class = 'fan-out';
  private readonly cells;

  constructor(memory: Memory) {
    this.cells = memory.record('sinceMs', 'packets', 'times', 'size', 'reverse', 'isOut');
  }

  get sinceMs(): number {
    return Math.max(0, this.cells.sinceMs);
  }

  step(row: Row): number {
    const { cells } = this;
    const { rx, tx, areKnown, packetTail } = row.directions;
    if (!areKnown || row.isAfterGap) return NOTHING;
    const { limit } = packetTail;
    const isOut = isFan(tx, rx, limit);
    if (!isOut && !isFan(rx, tx, limit)) {
      cells.sinceMs = 0;
      return NOTHING;
    }
    if (!isOut && (cells.sinceMs === IS_FLOOD || rx.bytes >= FLOOD_TIMES_BYTES * rx.usualBytes)) {
      cells.sinceMs = IS_FLOOD;
      return cells.isOut === 1 ? NOTHING : TAKEN_BACK;
    }
    if (cells.sinceMs <= 0) [cells.sinceMs, cells.packets] = [row.startMs, 0];
    if (row.atMs - cells.sinceMs < LEAST_MS) return NOTHING;
    this.keepMost(isOut, isOut ? tx : rx, isOut ? rx : tx);
    return strengthOf(cells.times / limit, row.baseline.confidence);
  }

  evidence(): Record<string, number> {
    const { packets, times, size, reverse, isOut } = this.cells;
    return {
      packetsPerSecond: packets,
      timesUsualPackets: times,
      bytesPerPacket: size,
      reverseShare: reverse,
      isOutgoing: isOut,
    };
  }

  private keepMost(isOut: boolean, forward: Direction, reverse: Direction): void {
    const { cells } = this;
    if (forward.packets <= cells.packets) return;
    cells.isOut = isOut ? 1 : 0;
    cells.packets = forward.packets;
    cells.times = forward.packets / Math.max(1, forward.usualPackets);
    cells.size = forward.bytes / forward.packets;
    cells.reverse = reverse.packets / forward.packets;
  }
}

function isFan(forward: Direction, reverse: Direction, limit: number): boolean {
  const { packets, usualPackets } = forward;
  if (packets < FLOOR_PACKETS_PER_SECOND || packets < limit * usualPackets) return false;
  // Where both ways change places, packets are not more.
  if (packets + reverse.packets < LEAST_TIMES_ALL * (usualPackets + reverse.usualPackets)) return false;
  if (reverse.packets > MOST_REVERSE_SHARE * packets) return false;
  const size = forward.bytes / packets;
  return size < SMALL_BYTES || size < (MOST_SIZE_SHARE * forward.usualBytes) / usualPackets;
}
