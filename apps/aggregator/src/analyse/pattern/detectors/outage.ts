import type { Memory } from '../../baseline/memory.js';
import { type Detector, NOTHING, strengthOf } from '../detector.js';
import type { Quiet } from '../quiet.js';
import type { Row } from '../row.js';

/**
 * Outage: where there usually is traffic, less than 2 % of it for three samples and ten seconds, or for three times as long
 * as this series falls silent by itself. A sample that is missing is no outage.
 */
export class Outage implements Detector {
  readonly class = 'outage';
  private readonly cells;

  constructor(
    memory: Memory,
    private readonly quiet: Quiet,
  ) {
    this.cells = memory.record('sinceMs', 'longestMs', 'neededMs');
  }

  get sinceMs(): number {
    return this.cells.sinceMs;
  }

  step(row: Row): number {
    const { cells, quiet } = this;
    if (!quiet.isOutage) return NOTHING;
    cells.sinceMs = quiet.sinceMs;
    cells.longestMs = row.atMs - quiet.sinceMs;
    cells.neededMs = quiet.neededMs(row);
    return strengthOf(cells.longestMs / cells.neededMs, row.baseline.confidence);
  }

  evidence(): Record<string, number> {
    return { silentSeconds: this.cells.longestMs / 1_000, usualSilenceSeconds: this.quiet.usualMs / 1_000 };
  }
}
