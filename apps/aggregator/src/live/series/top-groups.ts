import type { Slot } from './slot.js';

/** So many seconds after it fell to nothing, a group's figure is half: the top is not another one each second. */
const HALF_LIFE_MS = 5_000;

/** The groups with the highest rates lately. */
export class TopGroups {
  private figures = new Float64Array(0);
  private top: ReadonlySet<number> = new Set();

  constructor(
    private readonly count: number,
    private readonly slotMs: number,
    /** What ranks a group. */
    private readonly figureOf: (slot: Slot, group: number) => number,
  ) {}

  /** The top after one more slot, highest first; the same object where it is the same groups in the same order. */
  after(slot: Slot, groups: number): ReadonlySet<number> {
    this.follow(slot, groups);
    const best = highest(this.figures.subarray(0, groups), this.count);
    const known = [...this.top];
    const isSame = best.length === known.length && best.every((group, place) => group === known[place]);
    if (!isSame) this.top = new Set(best);
    return this.top;
  }

  /** Forgets all figures: indexes stand for other groups from now on. */
  reset(): void {
    this.figures = new Float64Array(0);
    this.top = new Set();
  }

  private follow(slot: Slot, groups: number): void {
    if (this.figures.length < groups) {
      const grown = new Float64Array(groups);
      grown.set(this.figures);
      this.figures = grown;
    }
    const kept = 0.5 ** (this.slotMs / HALF_LIFE_MS);
    for (let group = 0; group < groups; group += 1) {
      this.figures[group] = (this.figures[group] as number) * kept + this.figureOf(slot, group) * (1 - kept);
    }
  }
}

/** The indexes of the highest figures above zero, highest first; of equals, the first. */
function highest(figures: Float64Array, count: number): number[] {
  const best: number[] = [];
  const at = (place: number): number => figures[best[place] as number] as number;
  for (let group = 0; group < figures.length; group += 1) {
    const figure = figures[group] as number;
    if (figure <= 0 || (best.length === count && figure <= at(count - 1))) continue;
    let place = best.length;
    while (place > 0 && at(place - 1) < figure) place -= 1;
    best.splice(place, 0, group);
    if (best.length > count) best.pop();
  }
  return best;
}
