import type { Memory } from '../baseline/memory.js';
import { Tail } from '../baseline/tail.js';
import type { Row } from './row.js';
import { Smoothing } from './smooth.js';

const now = new Smoothing(8_000);
const usual = new Smoothing(3_600_000);
/** A usual rate rises by at most so many times itself at once, or by this share of all traffic: from nothing it must begin. */
const MOST_RISE = 2;
const LEAST_RISE_SHARE = 0.01;
/** A calm series is flooded at so many times its usual bytes, and scans at so many times its usual packets. */
const LEAST_TIMES_BYTES = 10;
const LEAST_TIMES_PACKETS = 3;
const ENOUGH_SAMPLES = 20;
const ENOUGH_MS = 20 * 60_000;

/** One way of an interface: what it does just now, and what it usually does. */
export class Direction {
  private readonly cells;

  constructor(memory: Memory) {
    this.cells = memory.record('bytes', 'packets', 'usualBytes', 'usualPackets', 'spread', 'samples', 'seenMs');
  }

  /** Bytes a second over the last seconds. */
  get bytes(): number {
    return this.cells.bytes;
  }

  get packets(): number {
    return this.cells.packets;
  }

  get usualBytes(): number {
    return this.cells.usualBytes;
  }

  get usualPackets(): number {
    return this.cells.usualPackets;
  }

  /** Usual distance from the usual rate, as a share of it. */
  get spread(): number {
    return this.cells.spread;
  }

  get isKnown(): boolean {
    return this.cells.samples >= ENOUGH_SAMPLES && this.cells.seenMs >= ENOUGH_MS;
  }

  see(bytes: number, packets: number, lengthMs: number): void {
    const { cells } = this;
    const isFirst = cells.samples === 0;
    cells.bytes = now.next(isFirst ? NaN : cells.bytes, bytes, lengthMs);
    cells.packets = now.next(isFirst ? NaN : cells.packets, packets, lengthMs);
  }

  learn(bytes: number, packets: number, lengthMs: number, allBytes: number): void {
    const { cells } = this;
    if (bytes !== bytes) return;
    cells.samples += 1;
    cells.seenMs += lengthMs;
    const share = Math.max(usual.shareOf(lengthMs), 1 / cells.samples);
    if (cells.samples > ENOUGH_SAMPLES && cells.usualBytes > 0) {
      const distance = Math.min(2, Math.abs(cells.bytes - cells.usualBytes) / cells.usualBytes);
      cells.spread += Math.max(share, 1 / (cells.samples - ENOUGH_SAMPLES)) * (distance - cells.spread);
    }
    cells.usualBytes = followed(cells.usualBytes, bytes, share, LEAST_RISE_SHARE * allBytes);
    if (packets === packets) cells.usualPackets = followed(cells.usualPackets, packets, share, 1);
  }
}

function followed(before: number, value: number, share: number, leastRise: number): number {
  return before + share * Math.min(value - before, share > 0.04 ? Infinity : MOST_RISE * before + leastRise);
}

/** Both ways of an interface, and how far their rates go by themselves. */
export class Directions {
  readonly rx: Direction;
  readonly tx: Direction;
  /** Of the larger rate over its usual, in bytes and in packets. */
  readonly byteTail: Tail;
  readonly packetTail: Tail;

  constructor(memory: Memory) {
    this.rx = new Direction(memory);
    this.tx = new Direction(memory);
    this.byteTail = new Tail(memory, LEAST_TIMES_BYTES);
    this.packetTail = new Tail(memory, LEAST_TIMES_PACKETS);
  }

  get areKnown(): boolean {
    return this.rx.isKnown && this.tx.isKnown;
  }

  /** Samples are of another length from now on. */
  loosen(): void {
    this.byteTail.forget();
    this.packetTail.forget();
  }

  see(row: Row): void {
    this.rx.see(row.rxBytes, row.rxPackets, row.lengthMs);
    this.tx.see(row.txBytes, row.txPackets, row.lengthMs);
  }

  learn(row: Row): void {
    this.rx.learn(row.rxBytes, row.rxPackets, row.lengthMs, row.bytes);
    this.tx.learn(row.txBytes, row.txPackets, row.lengthMs, row.bytes);
    if (row.isAfterGap || !this.areKnown) return;
    this.byteTail.learn(
      row.atMs,
      Math.max(times(this.rx.bytes, this.rx.usualBytes), times(this.tx.bytes, this.tx.usualBytes)),
      row.stepMs,
    );
    this.packetTail.learn(
      row.atMs,
      Math.max(times(this.rx.packets, this.rx.usualPackets), times(this.tx.packets, this.tx.usualPackets)),
      row.stepMs,
    );
  }
}

function times(value: number, usualValue: number): number {
  return usualValue > 0 ? value / usualValue : 0;
}
