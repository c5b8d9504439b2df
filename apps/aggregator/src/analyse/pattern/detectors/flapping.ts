import type { CellList, Memory } from '../../baseline/memory.js';
import { type Detector, NOTHING, strengthOf } from '../detector.js';
import type { Quiet } from '../quiet.js';
import type { Row } from '../row.js';

const TURNS = 4;
const WINDOW_MS = 10 * 60_000;
const WINDOW_SAMPLES = 10;

/** Flapping: traffic stops or comes back four times within ten minutes (or ten samples, where those take longer). */
export class Flapping implements Detector {
  readonly class = 'flapping';
  private readonly cells;
  private readonly turns: CellList;

  constructor(
    memory: Memory,
    private readonly quiet: Quiet,
  ) {
    this.cells = memory.record('turns', 'sinceMs', 'isOn', 'first');
    this.turns = memory.times(TURNS);
  }

  get sinceMs(): number {
    return this.cells.sinceMs;
  }

  step(row: Row): number {
    const { cells } = this;
    const windowMs = row.atLeast(WINDOW_SAMPLES, WINDOW_MS);
    if (this.quiet.hasTurned) this.addTurn(row, windowMs);
    if (cells.isOn === 1 && row.atMs - this.newest > windowMs / 2) cells.isOn = 0;
    return cells.isOn === 0 ? NOTHING : strengthOf((cells.turns - cells.first) / TURNS, row.baseline.confidence);
  }

  evidence(): Record<string, number> {
    return { turns: this.cells.turns - this.cells.first };
  }

  private get newest(): number {
    return this.turns.get((this.cells.turns - 1) % TURNS);
  }

  private addTurn(row: Row, windowMs: number): void {
    const { cells } = this;
    this.turns.set(cells.turns % TURNS, row.startMs);
    cells.turns += 1;
    const oldest = this.turns.get(cells.turns % TURNS);
    if (cells.isOn === 1 || cells.turns < TURNS || row.atMs - oldest > windowMs) return;
    [cells.isOn, cells.sinceMs, cells.first] = [1, oldest, cells.turns - TURNS];
  }
}
