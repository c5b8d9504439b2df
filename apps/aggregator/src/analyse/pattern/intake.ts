import { COUNTERS, type Counter } from '@weir/model';
import type { Memory } from '../baseline/memory.js';
import type { Row } from './row.js';
import type { Sample } from './sample.js';

const index = (counter: Counter): number => COUNTERS.indexOf(counter);
const RX_BYTES = index('rxBytes');
const TX_BYTES = index('txBytes');
const RX_PACKETS = index('rxPackets');
const TX_PACKETS = index('txPackets');
const RX_ERRORS = index('rxErrors');
const TX_ERRORS = index('txErrors');
const RX_DROPPED = index('rxDropped');
const TX_DROPPED = index('txDropped');

/** A length that differs by more is another; after so many of them it is the usual one. */
const OTHER_LENGTH_SHARE = 0.25;
const OTHERS_TO_ADOPT = 5;
/** Longer samples are what a gap has gathered: their mean says nothing of the moment. */
const COARSE_STEPS = 3;
/** Shorter ones are livelier than what is known: until they are the usual ones, they are not judged. */
const FINE_STEPS = 0.5;
const GAP_STEPS = 0.5;
/** Ticks are not exactly on the second: the usual length is of whole ones, so that stretches do not move when it is learnt anew. */
const SECOND_MS = 1_000;
const LONG_GAP_MS = 10 * 60_000;
const LONG_GAP_STEPS = 5;
/** More than the link can carry is a fault of the counter, until it was said so often in a row: then it is one of the capacity. */
const MOST_OF_CAPACITY = 1.2;
const TIMES_TO_BELIEVE = 3;

/** Takes samples as they come: finds gaps, and leaves out what cannot be, so that no counter reset shows as traffic. */
export class Intake {
  private readonly cells;
  /** Whether nothing was known for so long that what went on before has to be taken as over. */
  isLongGap = false;
  /** Whether from this sample on samples are of another length: how far they go by themselves is not known any more. */
  isOtherStep = false;

  constructor(memory: Memory) {
    this.cells = memory.record('atMs', 'stepMs', 'otherMs', 'others', 'impossible');
  }

  /** The usual length of samples. */
  get stepMs(): number {
    return this.cells.stepMs;
  }

  /** Fills the row. False where the sample says nothing: its time is a gap. */
  read(sample: Sample, row: Row): boolean {
    const { cells } = this;
    const { atMs, lengthMs } = sample;
    this.isOtherStep = false;
    if (!(lengthMs > 0) || !(atMs > cells.atMs)) return false;
    this.isOtherStep = this.learnStep(lengthMs);
    if (lengthMs > COARSE_STEPS * cells.stepMs || lengthMs < FINE_STEPS * cells.stepMs) return false;
    readRates(sample, row);
    if (!isSomethingKnown(row) || this.isImpossible(row)) return false;
    const startMs = atMs - lengthMs;
    const gapMs = cells.atMs === 0 ? Infinity : startMs - cells.atMs;
    row.isAfterGap = gapMs > GAP_STEPS * cells.stepMs;
    this.isLongGap = gapMs > Math.max(LONG_GAP_MS, LONG_GAP_STEPS * cells.stepMs);
    [row.atMs, row.startMs, row.lengthMs, row.stepMs] = [atMs, startMs, lengthMs, cells.stepMs];
    cells.atMs = atMs;
    this.judge(row);
    return true;
  }

  private judge(row: Row): void {
    const { baseline } = row;
    row.expected = baseline.expected;
    row.deviations = baseline.isReady ? (row.bytes - row.expected) / baseline.sampleDeviation : 0;
  }

  /** True when samples of another length have become the usual ones. */
  private learnStep(lengthMs: number): boolean {
    const { cells } = this;
    if (cells.stepMs === 0) cells.stepMs = wholeSeconds(lengthMs);
    if (Math.abs(lengthMs - cells.stepMs) <= OTHER_LENGTH_SHARE * cells.stepMs) {
      cells.others = 0;
      return false;
    }
    const isSame = Math.abs(lengthMs - cells.otherMs) <= OTHER_LENGTH_SHARE * cells.otherMs;
    cells.others = isSame ? cells.others + 1 : 1;
    cells.otherMs = lengthMs;
    if (cells.others < OTHERS_TO_ADOPT) return false;
    [cells.stepMs, cells.others] = [wholeSeconds(lengthMs), 0];
    return true;
  }

  private isImpossible(row: Row): boolean {
    const { cells } = this;
    const most = MOST_OF_CAPACITY * row.capacity;
    const isTooMuch = row.rxBytes > most || row.txBytes > most;
    cells.impossible = isTooMuch ? cells.impossible + 1 : 0;
    return isTooMuch && cells.impossible < TIMES_TO_BELIEVE;
  }
}

function wholeSeconds(lengthMs: number): number {
  return lengthMs < SECOND_MS / 2 ? lengthMs : Math.round(lengthMs / SECOND_MS) * SECOND_MS;
}

function readRates({ rates, capacityBytesPerSecond }: Sample, row: Row): void {
  row.rxBytes = known(rates[RX_BYTES]);
  row.txBytes = known(rates[TX_BYTES]);
  row.bytes = sum(row.rxBytes, row.txBytes);
  row.rxPackets = known(rates[RX_PACKETS]);
  row.txPackets = known(rates[TX_PACKETS]);
  row.errors = sum(known(rates[RX_ERRORS]), known(rates[TX_ERRORS]));
  row.dropped = sum(known(rates[RX_DROPPED]), known(rates[TX_DROPPED]));
  row.capacity = capacityBytesPerSecond;
}

/** A rate below zero is a counter that went back. */
function known(rate: number | undefined): number {
  return rate !== undefined && rate >= 0 && rate < Infinity ? rate : NaN;
}

/** Of two ways of which one may be unknown. */
function sum(one: number, other: number): number {
  if (one !== one) return other;
  return other !== other ? one : one + other;
}

function isSomethingKnown(row: Row): boolean {
  return row.bytes === row.bytes || row.rxPackets === row.rxPackets || row.errors === row.errors;
}
