import { Bow } from './bow.js';
import { chanceOf } from './chance.js';
import { comparable, type Comparable } from './comparable.js';
import { mostAlike, type Likeness } from './correlate.js';

/** What chance alone would show more often than this is not worth telling. */
const MOST_CHANCE = 0.05;
const CANDIDATES_A_STEP = 10;

/** The grid that all series of a comparison lie on, and how far apart in time they are looked at. */
export interface Grid {
  readonly stepMs: number;
  readonly mostLagMs: number;
}

/** How one series moves with another. */
export interface Correlation {
  /** From -1 (one falls as the other rises) over 0 to 1 (together); what a day's cycle makes alike is not counted. */
  readonly strength: number;
  /** By how much the other follows; negative = it moves first. */
  readonly lagMs: number;
  /** How likely chance alone shows as much, at any of the lags and candidates looked at. */
  readonly chance: number;
}

/** A series among which those that move with another are looked for. */
export interface Candidate<Id> {
  readonly id: Id;
  readonly values: ArrayLike<number>;
}

/** A candidate that moves with the series asked about. */
export interface Companion<Id> extends Correlation {
  readonly id: Id;
}

/** Correlation of two series of one grid (NaN = no data); null where they share too little, or one of them does not move. */
export function correlationOf(series: ArrayLike<number>, other: ArrayLike<number>, grid: Grid): Correlation | null {
  const first = comparable(series, grid.stepMs, new Bow(series.length));
  const second = comparable(other, grid.stepMs, new Bow(other.length));
  const likeness = mostAlike(first, second, lagsOf(grid));
  return likeness && told(first, second, likeness, grid, 1);
}

/** Those of many series that move with one, the strongest first; what chance would show as well is left out. */
export function companionsOf<Id>(
  series: ArrayLike<number>,
  candidates: Iterable<Candidate<Id>>,
  grid: Grid,
  most: number,
): Companion<Id>[] {
  const work = companionsInSteps(series, candidates, grid, most);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** The same in short steps, so that others have their turn between them: some candidates are looked at in each. */
export function* companionsInSteps<Id>(
  series: ArrayLike<number>,
  candidates: Iterable<Candidate<Id>>,
  grid: Grid,
  most: number,
): Generator<undefined, Companion<Id>[]> {
  const bow = new Bow(series.length);
  const first = comparable(series, grid.stepMs, bow);
  const best: { id: Id; second: Comparable; likeness: Likeness }[] = [];
  let count = 0;
  for (const { id, values } of candidates) {
    count += 1;
    if (count % CANDIDATES_A_STEP === 0) yield;
    const second = comparable(values, grid.stepMs, values.length === bow.length ? bow : new Bow(values.length));
    const likeness = mostAlike(first, second, lagsOf(grid));
    const weakest = best[most - 1]?.likeness;
    if (!likeness || (weakest && Math.abs(weakest.strength) >= Math.abs(likeness.strength))) continue;
    best.splice(most - 1);
    best.push({ id, second, likeness });
    best.sort((one, another) => Math.abs(another.likeness.strength) - Math.abs(one.likeness.strength));
  }
  return best
    .map(({ id, second, likeness }) => ({ id, ...told(first, second, likeness, grid, count) }))
    .filter(({ chance }) => chance <= MOST_CHANCE);
}

function told(first: Comparable, second: Comparable, likeness: Likeness, grid: Grid, candidates: number): Correlation {
  const places = (2 * lagsOf(grid) + 1) * candidates;
  return {
    strength: likeness.strength,
    lagMs: likeness.lagSteps * grid.stepMs,
    chance: chanceOf(first, second, likeness, places),
  };
}

function lagsOf({ stepMs, mostLagMs }: Grid): number {
  return Math.floor(mostLagMs / stepMs);
}
