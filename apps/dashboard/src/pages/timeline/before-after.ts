import type { BeforeAndAfter, StretchRates } from '../../api/operations/timeline.js';
import type { TrafficUnit } from '../../format/rate.js';
import type { Unit } from '../../format/unit.js';
import { type Difference, differenceOf } from '../compare/difference.js';

/** One figure before something and after it. */
export interface ComparedFigure {
  readonly label: string;
  readonly unit: Unit;
  readonly difference: Difference;
}

type RateName = keyof StretchRates & `${string}PerSecond`;
const FIGURES: readonly (readonly [label: string, unit: Unit | 'traffic', rate: RateName])[] = [
  ['Traffic in', 'traffic', 'rxBytesPerSecond'],
  ['Traffic out', 'traffic', 'txBytesPerSecond'],
  ['Packets in', 'packets', 'rxPacketsPerSecond'],
  ['Packets out', 'packets', 'txPacketsPerSecond'],
  ['Errors in', 'errors', 'rxErrorsPerSecond'],
  ['Errors out', 'errors', 'txErrorsPerSecond'],
  ['Drops in', 'drops', 'rxDroppedPerSecond'],
  ['Drops out', 'drops', 'txDroppedPerSecond'],
];

/** All figures of both sides; errors and drops only where there were any. */
export function figuresOf({ before, after }: BeforeAndAfter, traffic: TrafficUnit): ComparedFigure[] {
  return FIGURES.map(([label, unit, rate]) => ({
    label,
    unit: unit === 'traffic' ? traffic : unit,
    difference: differenceOf(before[rate], after[rate]),
  })).filter(({ unit, difference }) => !isFault(unit) || difference.before !== 0 || difference.after !== 0);
}

function isFault(unit: Unit): boolean {
  return unit === 'errors' || unit === 'drops';
}
