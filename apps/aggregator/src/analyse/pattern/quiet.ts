import type { Memory } from '../baseline/memory.js';
import type { Row } from './row.js';
import { Smoothing } from './smooth.js';

const SILENT_SHARE = 0.02;
/** A silence ends where this share of the usual is back: what trickles at its edge does not end it each second. */
const OVER_FROM_SHARE = 0.04;
/** Below that the usual traffic is chatter whose silence says nothing. */
const FLOOR_BYTES_PER_SECOND = 100;
const LEAST_MS = 10_000;
const TIMES_USUAL = 3;
/** Of silences that come by chance, one in four is three times as long as the only one that is known, one in 300 of ten. */
const TIMES_USUAL_OF_ONE = 9;
/** Nothing is called an outage before the usual silences had so much time to show. */
const LEARNS_FOR_MS = 45 * 60_000;
const LEARNS_FOR_SAMPLES = 36;
/** What falls silent by itself is judged after so many silences, or after half a day. */
const LEARNS_SILENCES = 10;
const LEARNS_FOR_MOST_MS = 12 * 3_600_000;
/** What falls silent less often than this is one that does not, in which something happened. */
const SILENCES_TO_BE_USUAL = 3;
/** A short silence that is not usual counts so much of one: a link that flaps once does not fall silent by itself. */
const ODD_COUNTS = 0.2;
/** What carries nothing for this share of its time has no outage. */
const MOSTLY_SILENT_SHARE = 0.5;
const idle = new Smoothing(24 * 3_600_000);
/** An outage makes longer silences a little more usual, so that what always recurs is told no more. */
const LEARNT_OF_AN_OUTAGE = 1.07;
const TURN_TIMES_USUAL = 1.5;

/** Times without traffic: how long the present one lasts, and how long they usually are. */
export class Quiet {
  private readonly cells;
  /** Whether with this sample traffic stopped or came back, beyond what is usual. */
  hasTurned = false;

  constructor(memory: Memory) {
    this.cells = memory.record(
      'sinceMs',
      'usualMs',
      'seenMs',
      'samples',
      'isOutage',
      'isTurned',
      'silences',
      'idleShare',
    );
  }

  /** When the present silence began; 0 = there is traffic. */
  get sinceMs(): number {
    return this.cells.sinceMs;
  }

  get usualMs(): number {
    return this.cells.usualMs;
  }

  get isOutage(): boolean {
    return this.cells.isOutage === 1;
  }

  /** Samples are of another length from now on: shorter ones show silences that longer ones hid. An outage lasts. */
  forget(): void {
    const { cells } = this;
    if (!this.isOutage) [cells.sinceMs, cells.isTurned] = [0, 0];
    [cells.usualMs, cells.seenMs, cells.samples, cells.silences, cells.idleShare] = [0, 0, 0, 0, 0];
    this.hasTurned = false;
  }

  /** Whether it is silent now, and falls silent by itself, as far as is known. */
  get isAsUsual(): boolean {
    const { sinceMs, isOutage, silences } = this.cells;
    return sinceMs > 0 && isOutage === 0 && (silences >= SILENCES_TO_BE_USUAL || this.isLearning);
  }

  neededMs(row: Row): number {
    const { usualMs, silences } = this.cells;
    const few = (TIMES_USUAL_OF_ONE - TIMES_USUAL) / Math.max(SILENCES_TO_BE_USUAL * ODD_COUNTS, silences);
    return Math.max(row.atLeast(3, LEAST_MS), (TIMES_USUAL + (silences > 0 ? few : 0)) * usualMs);
  }

  see(row: Row): void {
    const { cells } = this;
    this.hasTurned = false;
    // An outage may end while it is learnt anew what is usual.
    if (!row.isJudged && !(this.isOutage && row.bytes === row.bytes)) return;
    cells.samples += 1;
    if (row.isAfterGap && !this.isOutage) cells.sinceMs = 0;
    const most = (cells.sinceMs > 0 ? OVER_FROM_SHARE : SILENT_SHARE) * row.expected;
    const isSilent = row.bytes < most && row.expected > FLOOR_BYTES_PER_SECOND;
    const isIdle = isSilent || row.bytes < SILENT_SHARE * row.expected || row.bytes === 0;
    if (!isIdle) cells.seenMs += row.lengthMs;
    const share = Math.max(idle.shareOf(row.lengthMs), 1 / cells.samples);
    cells.idleShare += share * ((isIdle ? 1 : 0) - cells.idleShare);
    if (isSilent) this.goOn(row);
    else if (cells.sinceMs > 0) this.end(row);
  }

  private get isLearning(): boolean {
    const { seenMs, samples, silences, idleShare } = this.cells;
    if (idleShare > MOSTLY_SILENT_SHARE) return true;
    if (seenMs < LEARNS_FOR_MS || samples < LEARNS_FOR_SAMPLES) return true;
    return silences >= SILENCES_TO_BE_USUAL && silences < LEARNS_SILENCES && seenMs < LEARNS_FOR_MOST_MS;
  }

  private get isOftenSilent(): boolean {
    return this.cells.silences >= LEARNS_SILENCES;
  }

  private goOn(row: Row): void {
    const { cells } = this;
    if (cells.sinceMs === 0) cells.sinceMs = row.startMs;
    if (this.isLearning) return;
    const lastsMs = row.atMs - cells.sinceMs + row.stepMs / 10;
    if (lastsMs >= this.neededMs(row)) cells.isOutage = 1;
    if (cells.isTurned === 0 && lastsMs > TURN_TIMES_USUAL * cells.usualMs) {
      cells.isTurned = 1;
      this.hasTurned = true;
    }
  }

  private end(row: Row): void {
    const { cells } = this;
    const lastedMs = row.startMs - cells.sinceMs;
    if (cells.isOutage === 0) cells.silences += cells.isTurned === 0 ? 1 : ODD_COUNTS;
    const isOdd = cells.isTurned === 1 && !(this.isOftenSilent && cells.isOutage === 0);
    const most = isOdd ? Math.max(cells.usualMs * LEARNT_OF_AN_OUTAGE, row.stepMs / 4) : Infinity;
    cells.usualMs = Math.max(cells.usualMs, Math.min(lastedMs, most));
    this.hasTurned = cells.isTurned === 1;
    [cells.sinceMs, cells.isOutage, cells.isTurned] = [0, 0, 0];
  }
}
