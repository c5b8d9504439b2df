import { calibrated, DEVIATIONS, NOVELTIES, SCORES } from './calibration.js';
import { Evidence } from './evidence.js';
import { DEVIATION_WEIGHTS, NOVELTY_WEIGHTS, weighed } from './parts.js';
import { Recent } from './recent.js';
import { StateMemory } from './state-memory.js';

/** Told apart by it: what was saved by another version, or by another configuration, cannot be read. */
const VERSION = 1;
const MEMORY_BYTES = 4_096;
const HEADER_BYTES = 8;

/** Rarity is limited by how many rows were seen: between these it is measured by what it could be at most. */
const FEWEST_ROWS = 600;
const MOST_ROWS = 20_000;

/**
 * How unusual is each value of a series, from nothing but those before it? Fed with time and value; leaves three figures in [0,1], of
 * which a share 1 - s exceeds s on clean data: novelty (never seen like this), deviation (not what this hour should look like), and the
 * score of both together. What is not a number is no data: nothing is said, nothing is learnt.
 */
export class AnomalyScorer {
  score = 0;
  novelty = 0;
  deviation = 0;
  readonly #memory = new StateMemory(MEMORY_BYTES);
  readonly #evidence = new Evidence(this.#memory);
  readonly #recent = new Recent(this.#memory);

  /** Scores a value, then learns it. */
  update(atMs: number, value: number): void {
    // Also what single precision cannot hold: it would be taken for endless, and never be forgotten.
    if (!Number.isFinite(Math.fround(value)) || !Number.isFinite(atMs)) return this.#say(0, 0, 0);
    const evidence = this.#evidence;
    const passedMs = evidence.step.sincePrevious(atMs);
    evidence.update(atMs, value);
    const scale = this.#scale();
    const novelty = scale * weighed(evidence.rarities, NOVELTY_WEIGHTS);
    const deviation = scale * weighed(evidence.rarities, DEVIATION_WEIGHTS);
    this.#say(this.#recent.beyond(novelty + deviation, passedMs), novelty, deviation);
  }

  /** The whole state: 4 KB at most. */
  save(): Uint8Array<ArrayBuffer> {
    const state = this.#memory.copy();
    const bytes = new Uint8Array(HEADER_BYTES + state.byteLength);
    new DataView(bytes.buffer).setUint32(0, VERSION, true);
    bytes.set(state, HEADER_BYTES);
    return bytes;
  }

  /** Goes on where `save` was; null where that was another version's, for which the series starts anew. */
  static restore(bytes: Uint8Array): AnomalyScorer | null {
    const scorer = new AnomalyScorer();
    if (bytes.byteLength < HEADER_BYTES) return null;
    const version = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
    return version === VERSION && scorer.#memory.put(bytes.subarray(HEADER_BYTES)) ? scorer : null;
  }

  /** Among a thousand rows the rarest is one in a thousand: it is as surprising as the rarest of many. */
  #scale(): number {
    const rows = this.#evidence.rows;
    return rows >= MOST_ROWS ? 1 : Math.log10(MOST_ROWS) / Math.log10(Math.max(rows, FEWEST_ROWS));
  }

  #say(score: number, novelty: number, deviation: number): void {
    this.score = calibrated(score, SCORES);
    this.novelty = calibrated(novelty, NOVELTIES);
    this.deviation = calibrated(deviation, DEVIATIONS);
  }
}
