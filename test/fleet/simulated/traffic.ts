import { COUNTERS } from '@weir/model';
import { bitsOf, normal, share } from './random.js';
import { isInNight } from './rhythm.js';

/** So many bytes each way in one second of so many, nothing in the others. */
export interface Exactly {
  readonly bytes: number;
  readonly everySeconds: number;
}

/** Whatever makes traffic on one interface: what it would carry, and how steadily. */
export interface Source {
  readonly seed: number;
  /** Bytes a second received and sent while it is busy, at the fullest hour, before noise. */
  readonly rxLevel: number;
  readonly txLevel: number;
  /** Bytes of a packet that carries data. */
  readonly packetBytes: number;
  /** The share of its spells in which it is busy at the fullest hour; 1 = never idle. */
  readonly busyShare: number;
  /** It is busy, or idle, for this long at least. */
  readonly spellSeconds: number;
  /** A job of the night: busy from so many seconds after midnight (UTC), for so long; idle at all other times. */
  readonly night?: { readonly beginsAfter: number; readonly lastsSeconds: number };
  /** Known to the byte, both ways, without noise; then nothing else holds but the size of packets. */
  readonly exactly?: Exactly;
}

/** The counters of one interface in one interval, in the order of COUNTERS. */
export const WIDTH = COUNTERS.length;

/** An acknowledgement without data, for each two packets of data. */
const ACK_BYTES = 66;
const BURST = 7;
/** In these spells an idle hour is not all silent: how much the share of busy spells follows the rhythm. */
const FOLLOWS_RHYTHM = 0.4;

/**
 * Adds what a source counts in one second to the eight counters at `offset`; nothing where it is idle. It is a function
 * of the source and the second alone, so any stretch can be made again.
 */
export function countSecond(source: Source, second: number, rhythm: number, into: Float64Array, offset: number): void {
  if (source.exactly) return countExactly(source.exactly, source.packetBytes, second, into, offset);
  if (!isBusy(source, second, rhythm)) return;
  const level = levelAt(source, second, rhythm);
  const rxData = 60 + Math.floor(source.rxLevel * level);
  const txData = 60 + Math.floor(source.txLevel * level);
  const rxDataPackets = Math.ceil(rxData / source.packetBytes);
  const txDataPackets = Math.ceil(txData / source.packetBytes);
  const rxAcks = txDataPackets >>> 1;
  const txAcks = rxDataPackets >>> 1;
  add(into, offset, rxData + rxAcks * ACK_BYTES);
  add(into, offset + 1, txData + txAcks * ACK_BYTES);
  add(into, offset + 2, rxDataPackets + rxAcks);
  add(into, offset + 3, txDataPackets + txAcks);
  addFaults(bitsOf(source.seed ^ 0x5bd1e995, second), into, offset);
}

function countExactly(
  { bytes, everySeconds }: Exactly,
  packetBytes: number,
  second: number,
  into: Float64Array,
  offset: number,
): void {
  if (second % everySeconds !== 0) return;
  const packets = Math.ceil(bytes / packetBytes);
  for (const [column, count] of [bytes, bytes, packets, packets].entries()) add(into, offset + column, count);
}

function isBusy(source: Source, second: number, rhythm: number): boolean {
  if (source.night) return isInNight(second, source.night.beginsAfter, source.night.lastsSeconds);
  if (source.busyShare >= 1) return true;
  const spell = Math.floor((second + (source.seed & 0xffff)) / source.spellSeconds);
  const likely = source.busyShare * (1 - FOLLOWS_RHYTHM + FOLLOWS_RHYTHM * rhythm);
  return share(bitsOf(source.seed ^ 0x27d4eb2f, spell)) < likely;
}

function levelAt({ seed, night }: Source, second: number, rhythm: number): number {
  const bits = bitsOf(seed, second);
  const spread = Math.exp(0.4 * normal(bits));
  const burst = (bitsOf(seed ^ 0x165667b1, Math.floor(second / 4)) & 0x3f) === 0 ? BURST : 1;
  return (night ? 1 : rhythm) * spread * burst;
}

/** Errors and drops are rare, and come a few at a time. */
function addFaults(bits: number, into: Float64Array, offset: number): void {
  const rare = bits & 0xffff;
  if (rare < 20) add(into, offset + 6, 1 + ((bits >>> 16) & 7));
  else if (rare < 24) add(into, offset + 7, 1 + ((bits >>> 16) & 3));
  else if (rare === 24) add(into, offset + 4, 1);
  else if (rare === 25) add(into, offset + 5, 1);
}

function add(into: Float64Array, index: number, value: number): void {
  into[index] = (into[index] ?? 0) + value;
}

/**
 * Adds a share of one interface's counters to another's, as where a packet passes both; `mirrored` = what one end
 * receives the other sends. Errors and drops stay where they happened.
 */
export function carry(counters: Float64Array, from: number, to: number, part: number, mirrored: boolean): void {
  for (let column = 0; column < 4; column += 1) {
    const source = mirrored ? column ^ 1 : column;
    add(counters, to + column, Math.floor((counters[from + source] ?? 0) * part));
  }
}
