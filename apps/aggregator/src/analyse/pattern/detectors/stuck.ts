import type { Memory } from '../../baseline/memory.js';
import { type Detector, NOTHING, strengthOf } from '../detector.js';
import type { Row } from '../row.js';

const LEAST_SAMPLES = 20;
const TIMES_USUAL = 3;
/** What never varied is not stuck. */
const LEAST_CHANGES = 30;
/** Rates of one counter over intervals of slightly different length differ by rounding only. */
const SAME = 1e-9;
/** Chatter of a few bytes a second repeats itself. */
const FLOOR_BYTES_PER_SECOND = 100;
/** The longest run of equal samples is forgotten over so many samples. */
const LEARNT_OF_A_FINDING = 0.5;
const REMEMBERED_SAMPLES = 20_000;

/** Stuck: the same rate, not zero, for 20 samples, or for three times as many as this series repeats itself usually. */
export class Stuck implements Detector {
  readonly class = 'stuck';
  private readonly cells;

  constructor(memory: Memory) {
    this.cells = memory.record('value', 'same', 'usualSame', 'runMs', 'changes', 'sinceMs', 'samples', 'stuckAt');
  }

  get sinceMs(): number {
    return this.cells.sinceMs;
  }

  step(row: Row): number {
    const { cells } = this;
    const { bytes } = row;
    if (bytes !== bytes) return NOTHING;
    if (Math.abs(bytes - cells.value) > SAME * bytes || row.isAfterGap) {
      cells.changes += 1;
      this.endRun();
      [cells.value, cells.same, cells.runMs] = [bytes, 1, row.startMs];
      return NOTHING;
    }
    cells.same += 1;
    const needed = Math.max(LEAST_SAMPLES, TIMES_USUAL * cells.usualSame);
    if (bytes < FLOOR_BYTES_PER_SECOND || cells.same < needed || cells.changes < LEAST_CHANGES) return NOTHING;
    [cells.sinceMs, cells.samples, cells.stuckAt] = [cells.runMs, cells.same, cells.value];
    return strengthOf(cells.same / needed, row.baseline.confidence);
  }

  evidence(): Record<string, number> {
    return { samples: this.cells.samples, bytesPerSecond: this.cells.stuckAt };
  }

  private endRun(): void {
    const { cells } = this;
    const needed = Math.max(LEAST_SAMPLES, TIMES_USUAL * cells.usualSame);
    const learnt = cells.same < needed ? cells.same : cells.usualSame + LEARNT_OF_A_FINDING;
    cells.usualSame = Math.max(learnt > 1 ? learnt : 0, cells.usualSame * (1 - 1 / REMEMBERED_SAMPLES));
  }
}
