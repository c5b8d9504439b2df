import { type Detector, NOTHING } from '../detector.js';
import type { PatternClass } from '../finding.js';
import type { Memory } from '../../baseline/memory.js';
import type { Row } from '../row.js';

const LEAST_EXPLAINED = 0.3;
const OVER_BELOW = 0.15;
const CYCLES = 3;
const HOUR_MS = 3_600_000;

/**
 * Seasonality: after three cycles the hour of the day (of the week) foretells at least 30 % of the variance between hours, of
 * hours that it had not seen yet. What the week explains counts beyond what the day does.
 */
export class Seasonality implements Detector {
  readonly class: PatternClass = 'seasonality';
  private readonly cells;

  constructor(
    memory: Memory,
    private readonly periodHours: number,
  ) {
    this.cells = memory.record('sinceMs', 'isOn', 'firstMs');
  }

  get sinceMs(): number {
    return this.cells.sinceMs;
  }

  step(row: Row): number {
    const { cells } = this;
    if (cells.firstMs === 0) cells.firstMs = row.startMs;
    const explained = this.explained(row);
    const cycles = (row.atMs - cells.firstMs) / (this.periodHours * HOUR_MS);
    const isOn = cycles >= CYCLES - 0.1 && explained > (cells.isOn === 1 ? OVER_BELOW : LEAST_EXPLAINED);
    if (isOn && cells.isOn === 0) cells.sinceMs = cells.firstMs;
    cells.isOn = isOn ? 1 : 0;
    // What is usual is worth knowing and no news.
    return isOn ? explained / 2 : NOTHING;
  }

  evidence(row: Row): Record<string, number> {
    return { periodHours: this.periodHours, explainedShare: this.explained(row) };
  }

  private explained(row: Row): number {
    const { profile } = row.baseline;
    return this.periodHours > 24 ? profile.explainedByWeek : profile.explainedByDay;
  }
}
