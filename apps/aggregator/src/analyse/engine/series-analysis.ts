import { COUNTERS } from '@weir/model';
import type { Usual } from '../baseline/usual.js';
import type { Finding } from '../pattern/finding.js';
import { PatternEngine } from '../pattern/pattern-engine.js';
import type { Sample } from '../pattern/sample.js';
import { AnomalyScorer } from '../score/anomaly-scorer.js';
import { joined, parted } from './saved-parts.js';

const NO_SCORER = new Uint8Array(0);
const VALUE_AT = COUNTERS.indexOf('rxBytes');
/** The sample of which one value is known: filled anew each time, and kept by nobody. */
const alone = {
  atMs: 0,
  lengthMs: 0,
  rates: new Float64Array(COUNTERS.length).fill(NaN),
  capacityBytesPerSecond: NaN,
} satisfies Sample;

/**
 * All that is worked out of one series as it comes: how unusual its newest sample is (of the bytes of both ways), the patterns
 * that it makes, and what is usual. Fed in the order of time; it reads no clock, and keeps what a restart needs in `save()`.
 */
export class SeriesAnalysis {
  readonly #scorer: AnomalyScorer | null;
  readonly #patterns: PatternEngine;

  /** Without a scorer, which takes three times as much memory as all else, nothing is scored. */
  constructor(scorer: AnomalyScorer | null = new AnomalyScorer(), patterns = new PatternEngine()) {
    this.#scorer = scorer;
    this.#patterns = patterns;
  }

  /** The findings that are new, or told again because more is known; empty for nearly every sample. */
  feed(sample: Sample): readonly Finding[] {
    const found = this.#patterns.feed(sample);
    // What the patterns would not believe (a counter's fault, what a gap has gathered) is no data for the score either.
    this.#scorer?.update(sample.atMs, this.#patterns.bytesPerSecond);
    return found;
  }

  /** The same where all that is known is one value, which the patterns take for bytes a second, and the score for any number. */
  feedValue(atMs: number, lengthMs: number, value: number): readonly Finding[] {
    alone.rates[VALUE_AT] = value;
    [alone.atMs, alone.lengthMs] = [atMs, lengthMs];
    const found = this.#patterns.feed(alone);
    this.#scorer?.update(atMs, value);
    return found;
  }

  /** How unusual the newest sample is, in [0,1]: on clean data a share 1 - s of samples exceeds s. */
  get score(): number {
    return this.#scorer?.score ?? 0;
  }

  /** The same for "was it ever like this?". */
  get novelty(): number {
    return this.#scorer?.novelty ?? 0;
  }

  /** The same for "is this what should be now?". */
  get deviation(): number {
    return this.#scorer?.deviation ?? 0;
  }

  /** How sure it is of what is usual, in [0,1]. */
  get confidence(): number {
    return this.#patterns.confidence;
  }

  /** What is usual at a time: bytes a second of both ways together. */
  usual(atMs: number): Usual {
    return this.#patterns.usual(atMs);
  }

  /** A change was recorded nearby: a deploy, a restart, an edit of the network. */
  noteChange(atMs: number): void {
    this.#patterns.noteChange(atMs);
  }

  /** All that it knows, with its version: less than 8 KB. */
  save(): Uint8Array {
    return joined(this.#patterns.save(), this.#scorer?.save() ?? NO_SCORER);
  }

  /** Goes on where `save` was; null where the bytes are another version's or damaged: then the series is begun anew. */
  static restore(bytes: Uint8Array): SeriesAnalysis | null {
    const saved = parted(bytes);
    if (saved === null) return null;
    const hasScorer = saved.scorer.byteLength > 0;
    const scorer = hasScorer ? AnomalyScorer.restore(saved.scorer) : null;
    const { engine, isRestored } = PatternEngine.restore(saved.patterns);
    return isRestored && hasScorer === (scorer !== null) ? new SeriesAnalysis(scorer, engine) : null;
  }
}
