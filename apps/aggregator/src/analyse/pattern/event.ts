import type { Memory } from '../baseline/memory.js';
import { type Detector, TAKEN_BACK } from './detector.js';
import { type Finding, NOTIFY_STRENGTH } from './finding.js';
import type { Row } from './row.js';

const FOLDED_WITHIN_MS = 10 * 60_000;
const FOLDED_WITHIN_SAMPLES = 6;
/** A class that is sure so late may still speak of an event that seemed over. */
const SAME_WITHIN_MS = 2 * 3_600_000;
const NONE = -1;

/** Numbers the findings of a series. */
export class Numbers {
  private readonly cells;

  constructor(memory: Memory) {
    this.cells = memory.record('last');
  }

  next(): number {
    return ++this.cells.last;
  }
}

/**
 * One event at a time, told as its best class: of the classes that have recognised it, the one whose detector stands first.
 * It is told when it begins, when a better class is found or one taken back, when it has become worth telling somebody who did
 * not ask, and when it ends; what comes back as the same class within ten minutes is the same event, told again.
 */
export class Event {
  private readonly cells;

  constructor(
    memory: Memory,
    private readonly numbers: Numbers,
    /** In the order of precedence. */
    private readonly detectors: readonly Detector[],
    private readonly isFolded: boolean,
  ) {
    this.cells = memory.record(
      'id',
      'claims',
      'told',
      'startMs',
      'endMs',
      'strength',
      'repeats',
      'isOpen',
      'rxBytes',
      'txBytes',
      'peak',
      'usual',
      'hasPeak',
    );
  }

  get isOpen(): boolean {
    return this.cells.isOpen === 1;
  }

  /** Whether it is told as the class that comes last. */
  get isLast(): boolean {
    return this.rank === this.detectors.length - 1;
  }

  /** Asks the detectors, in their order, and tells what is new. */
  step(row: Row, told: Finding[]): void {
    const { cells, detectors } = this;
    let [holding, best, hasNews] = [0, NONE, false];
    for (let rank = 0; rank < detectors.length; rank++) {
      const strength = (detectors[rank] as Detector).step(row);
      if (strength > 0) {
        holding |= 1 << rank;
        if (best === NONE) best = rank;
        if (rank === this.rank || best === rank) this.keepStrength(rank, strength);
        hasNews ||= (detectors[rank] as Detector).hasNews === true;
      } else if (strength === TAKEN_BACK) cells.claims &= ~(1 << rank);
    }
    if (holding > 0) hasNews = this.goOn(row, holding, best) || hasNews;
    else if (this.isOpen) return this.close(row, told);
    if (this.isOpen && (hasNews || cells.claims !== cells.told)) this.tellIfNew(row, told, hasNews);
  }

  /** Nothing is known of what came of it: it ends with the last that was seen. */
  breakOff(row: Row, told: Finding[]): void {
    if (this.isOpen) this.close(row, told);
  }

  private pendingStrength = 0;

  /** The class that it is told as, as a rank. */
  private get rank(): number {
    const { claims } = this.cells;
    return claims === 0 ? NONE : 31 - Math.clz32(claims & -claims);
  }

  private keepStrength(rank: number, strength: number): void {
    if (!this.isOpen || rank < this.rank) this.pendingStrength = strength;
    else this.pendingStrength = Math.max(this.cells.strength, strength);
  }

  /** Whether it has become worth telling somebody who did not ask. */
  private goOn(row: Row, holding: number, best: number): boolean {
    const { cells } = this;
    if (!this.isOpen) this.open(row, best);
    const isNews = cells.strength < NOTIFY_STRENGTH && this.pendingStrength >= NOTIFY_STRENGTH;
    cells.claims |= holding;
    cells.strength = this.pendingStrength;
    cells.endMs = row.atMs;
    this.weigh(row);
    return isNews;
  }

  private weigh(row: Row): void {
    const { cells } = this;
    if (row.bytes !== row.bytes) return;
    const seconds = row.lengthMs / 1_000;
    if (row.rxBytes === row.rxBytes) cells.rxBytes += row.rxBytes * seconds;
    if (row.txBytes === row.txBytes) cells.txBytes += row.txBytes * seconds;
    cells.peak = Math.max(cells.peak, row.bytes);
  }

  private open(row: Row, best: number): void {
    const { cells } = this;
    const isRepeat = this.isRepeat(row, best);
    cells.isOpen = 1;
    cells.told = 0;
    if (isRepeat) {
      cells.repeats += 1;
      return;
    }
    [cells.id, cells.claims, cells.repeats] = [this.numbers.next(), 0, 0];
    [cells.startMs, cells.usual, cells.rxBytes, cells.txBytes, cells.peak] = [row.startMs, row.expected, 0, 0, 0];
  }

  /** The same class again, or a class that has seen it begin before the last one ended. */
  private isRepeat(row: Row, best: number): boolean {
    const { cells } = this;
    if (!this.isFolded || cells.id === 0) return false;
    const apartMs = row.startMs - cells.endMs;
    const isSeenBefore = (this.detectors[best] as Detector).sinceMs < cells.endMs;
    if (isSeenBefore && apartMs < SAME_WITHIN_MS) return true;
    return this.rank === best && apartMs < row.atLeast(FOLDED_WITHIN_SAMPLES, FOLDED_WITHIN_MS);
  }

  private tellIfNew(row: Row, told: Finding[], hasNews: boolean): void {
    const { cells } = this;
    const before = cells.told === 0 ? NONE : 31 - Math.clz32(cells.told & -cells.told);
    cells.told = cells.claims;
    if (this.rank !== NONE && (hasNews || this.rank !== before)) told.push(this.finding(row, null));
  }

  private close(row: Row, told: Finding[]): void {
    const { cells } = this;
    cells.isOpen = 0;
    if (cells.claims === 0) cells.strength = 0;
    // What was taken back is told once more under the class that it was told as.
    if (cells.claims === 0) cells.claims = cells.told;
    if (cells.claims !== 0) told.push(this.finding(row, cells.endMs));
  }

  private finding(row: Row, endMs: number | null): Finding {
    const { cells } = this;
    const detector = this.detectors[this.rank] as Detector;
    return {
      id: cells.id,
      class: detector.class,
      startMs: cells.repeats > 0 ? cells.startMs : detector.sinceMs || cells.startMs,
      endMs,
      strength: cells.strength,
      evidence: { ...this.figures(), ...detector.evidence(row) },
    };
  }

  private figures(): Record<string, number> {
    const { rxBytes, txBytes, peak, usual, repeats } = this.cells;
    return { rxBytes, txBytes, peakBytesPerSecond: peak, usualBytesPerSecond: usual, repeats };
  }
}
