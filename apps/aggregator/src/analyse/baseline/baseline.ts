import type { Memory } from './memory.js';
import { Profile } from './profile.js';
import { Scale } from './scale.js';
import type { Usual } from './usual.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** The level follows slowly where the profile foretells the day, and fast where nothing does. */
const UNFORETOLD_LEVEL_MS = 25 * MINUTE_MS;
const FORETOLD_LEVEL_MS = 3 * HOUR_MS;
/** How much of what the level takes up goes on as its trend. More would swing: it would go on falling when the traffic has come to rest. */
const TREND_SHARE = 0.5;
/** Before a week has passed, its days may yet differ. */
const DAYS_UNTIL_SLOW = 7;
const TREND_FADES_MS = 2 * HOUR_MS;
/** Residuals further out are learnt as if they were here. */
const LEARNT_DEVIATIONS = 3;
const QUARANTINE_DEVIATIONS = 5;
/** In quarantine the shape of the day learns values within so many times the expected. */
const LEARNT_TIMES = 3;
/** What stays so long is no anomaly any more but how things are. */
const QUARANTINE_MS = 6 * HOUR_MS;
const QUARANTINE_UNFORETOLD_MS = 2 * HOUR_MS;
/** An outage of a night does not make silence usual. */
const QUARANTINE_SILENT_MS = 24 * HOUR_MS;
const SILENT_SHARE = 0.02;
/** Residuals are shares of the expected rate plus this share of the mean rate, so that a calm hour is not all anomaly. */
const REFERENCE_SHARE = 0.1;
const SMALLEST_SCALE = 0.01;
/** After such a gap the level is learnt anew. */
const FORGOTTEN_AFTER_MS = 6 * HOUR_MS;
const STRETCHES_UNTIL_SURE = 20;
/** So many count still where the level has to be learnt anew. */
const STRETCHES_KEPT = 2;
/** On each side of the middle: 95 % of normal noise. */
const USUAL_DEVIATIONS = 2;

/**
 * What is usual for one rate: a level with its trend, times the shape of day and week, and how far residuals go. Causal: it
 * expects from the past only. It learns from the first minute on, and says by `confidence` how sure it is.
 */
export class Baseline {
  private readonly cells;
  readonly profile: Profile;
  /** What the level was just multiplied by because the shape of the day took up part of it, or gave it back. */
  jump = 1;
  private readonly sampleScale: Scale;
  private readonly stretchScale: Scale;

  constructor(memory: Memory) {
    this.cells = memory.record('level', 'trend', 'stretches', 'endMs', 'expected', 'quarantineSinceMs', 'floor');
    this.profile = new Profile(memory);
    this.sampleScale = new Scale(memory, SMALLEST_SCALE, 0.002);
    this.stretchScale = new Scale(memory, SMALLEST_SCALE, 0.005, 0.2);
  }

  /** How sure it is, 0 … 1: of the level after some minutes, of the hours after days. */
  get confidence(): number {
    const level = 1 - Math.exp(-this.cells.stretches / STRETCHES_UNTIL_SURE);
    return level * (0.5 + 0.5 * Math.min(1, this.profile.days / 3));
  }

  /** Whether so much was seen that a departure means something. */
  get isReady(): boolean {
    return this.cells.stretches >= STRETCHES_UNTIL_SURE;
  }

  /** What is usual now; 0 before anything was seen. */
  get expected(): number {
    return this.cells.expected;
  }

  /** The level without the shape of the day. */
  get level(): number {
    return this.cells.level;
  }

  /** One standard deviation of single samples about what is expected, robustly. */
  get sampleDeviation(): number {
    return this.sampleScale.value * this.base;
  }

  /** The same of means over a minute. */
  get stretchDeviation(): number {
    return this.stretchScale.value * this.base;
  }

  get isQuarantined(): boolean {
    return this.cells.quarantineSinceMs > 0;
  }

  /** What is usual at any time, past or to come, by what is known now. */
  usual(atMs: number): Usual {
    const middle = this.cells.level * this.profile.factor(atMs);
    const reach = USUAL_DEVIATIONS * this.stretchScale.value * this.baseOf(middle);
    return { low: Math.max(0, middle - reach), middle, high: middle + reach, confidence: this.confidence };
  }

  learnSample(value: number): void {
    const { base } = this;
    if (base > 0) this.sampleScale.learn((value - this.cells.expected) / base, this.isQuarantined);
  }

  /**
   * Learns the mean of a stretch of a minute or more, and expects the next. What is far out, or known to be an event, is
   * quarantined: not learnt until it has stayed for hours.
   */
  learnStretch(startMs: number, lengthMs: number, mean: number, isEvent: boolean): void {
    const { cells } = this;
    const endMs = startMs + lengthMs;
    this.jump = 1;
    if (cells.endMs > 0 && startMs - cells.endMs > FORGOTTEN_AFTER_MS)
      cells.stretches = Math.min(cells.stretches, STRETCHES_KEPT);
    if (cells.level > 0) this.profile.choose(startMs + lengthMs / 2, mean / cells.level);
    const isFar = Math.abs(mean - cells.expected) > QUARANTINE_DEVIATIONS * this.stretchDeviation;
    const isOdd = isEvent || (this.isReady && isFar);
    this.quarantine(isOdd, startMs);
    this.learn(startMs, lengthMs, mean);
    const bounded = Math.max(cells.expected / LEARNT_TIMES, Math.min(cells.expected * LEARNT_TIMES, mean));
    this.learnProfile(startMs, lengthMs, this.isQuarantined ? bounded : mean, this.isQuarantined);
    cells.endMs = endMs;
    this.expect(endMs + lengthMs / 2);
  }

  /** Samples are of another length from now on: how far they go by themselves has to be seen before any is judged. */
  loosen(): void {
    this.cells.stretches = Math.min(this.cells.stretches, STRETCHES_KEPT);
    this.sampleScale.loosen();
    this.stretchScale.loosen();
  }

  /** What is now is how it will be: no anomaly any more. */
  rebase(level: number): void {
    const { cells } = this;
    if (!(level > 0) || !(cells.level > 0)) return;
    this.profile.rebase(level / cells.level);
    cells.expected *= level / cells.level;
    cells.level = level;
    cells.trend = 0;
    cells.quarantineSinceMs = 0;
  }

  private get base(): number {
    return this.baseOf(this.cells.expected);
  }

  private baseOf(expected: number): number {
    return expected + REFERENCE_SHARE * Math.max(this.profile.reference, this.cells.level);
  }

  private quarantine(isOdd: boolean, atMs: number): void {
    const { cells } = this;
    if (!isOdd) cells.quarantineSinceMs = 0;
    else if (cells.quarantineSinceMs === 0) cells.quarantineSinceMs = atMs;
  }

  private learn(startMs: number, lengthMs: number, mean: number): void {
    const { cells } = this;
    const level = mean / this.profile.factor(startMs + lengthMs / 2);
    if (this.isQuarantined) {
      const patienceMs = this.patienceMs(mean);
      if (startMs - cells.quarantineSinceMs > patienceMs) this.rebase(level);
      this.stretchScale.learn((mean - cells.expected) / (this.base || 1), true);
      // It is known how far stretches go, whatever goes on: else what goes on would never be looked at again.
      if (!this.isReady) cells.stretches += 1;
      return;
    }
    if (cells.stretches > 0 && this.base > 0) this.stretchScale.learn((mean - cells.expected) / this.base, false);
    this.follow(level, lengthMs);
  }

  private patienceMs(mean: number): number {
    if (mean < SILENT_SHARE * this.cells.expected) return QUARANTINE_SILENT_MS;
    return this.profile.weight > 0.3 ? QUARANTINE_MS : QUARANTINE_UNFORETOLD_MS;
  }

  /** Double exponential smoothing, of residuals that are held within bounds. */
  private follow(level: number, lengthMs: number): void {
    const { cells } = this;
    const weight = this.profile.weight * Math.min(1, this.profile.days / DAYS_UNTIL_SLOW);
    const memoryMs = UNFORETOLD_LEVEL_MS + weight * (FORETOLD_LEVEL_MS - UNFORETOLD_LEVEL_MS);
    const share = Math.max(1 - Math.exp(-lengthMs / memoryMs), 1 / (cells.stretches + 1));
    const foretold = cells.level + cells.trend * lengthMs;
    const bound = this.isReady
      ? LEARNT_DEVIATIONS * this.stretchScale.value * (foretold + REFERENCE_SHARE * this.profile.reference)
      : Infinity;
    const error = Math.max(-bound, Math.min(bound, level - foretold));
    cells.level = Math.max(0, foretold + share * error);
    cells.trend = this.isReady
      ? cells.trend * Math.exp(-lengthMs / TREND_FADES_MS) + (share * share * TREND_SHARE * error) / lengthMs
      : 0;
    cells.stretches += 1;
  }

  /** A changed profile says another factor for now; the level takes it up, so that what is expected does not jump. */
  private learnProfile(startMs: number, lengthMs: number, mean: number, isQuarantined: boolean): void {
    const nowMs = startMs + lengthMs / 2;
    const before = this.profile.factor(nowMs);
    const mayJump = this.profile.learn(startMs, lengthMs, mean, isQuarantined);
    this.jump = mayJump ? before / this.profile.factor(nowMs) : 1;
    this.cells.level *= this.jump;
  }

  private expect(atMs: number): void {
    this.cells.expected = this.cells.level * this.profile.factor(atMs);
  }
}
