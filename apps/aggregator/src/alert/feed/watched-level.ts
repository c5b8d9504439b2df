import type { Thing } from '../../query/watched/watched-things.js';
import type { Columns } from '../evaluate/columns.js';
import type { FigureName } from '../rule/figures.js';
import type { Limit } from '../rule/rule.js';
import { type Around, isPartial, READ_FIGURE } from './figure-values.js';
import { type FedHost, unheard, type Watched, watchedOf } from './watched.js';

/** What of one level is watched, each by its slot: of 50,000 interfaces a name costs more to look up than all else. */
export class WatchedLevel {
  /** All that is watched, each once. */
  readonly slots: number[] = [];
  private readonly bySlot: (Watched | undefined)[] = [];
  /** What is of each container; null until that is asked for. */
  private slotsOfContainer: ReadonlyMap<string, readonly number[]> | null = null;
  /** Of what each figure is asked. */
  private readonly figures = new Map<FigureName, Set<Int32Array>>();

  /** `before` = what was watched of it at the look before, for as long as this one lasts. */
  constructor(
    private readonly columns: Columns,
    private before: WatchedLevel | undefined,
  ) {}

  /** Watches these; what was watched as it is now at the look before is not worked out again. */
  take(things: readonly Thing[], hostOf: (hostUuid: string) => FedHost | undefined): Int32Array {
    return Int32Array.from(things, (thing) => {
      const slot = this.columns.claim(thing.key);
      if (!this.bySlot[slot]) this.put(slot, watchedOf(thing, hostOf, this.before?.bySlot[slot]));
      return slot;
    });
  }

  /** Watches what is as it was at the look before. */
  keep(slots: Int32Array): void {
    for (const slot of slots) if (!this.bySlot[slot]) this.put(slot, this.before?.bySlot[slot] as Watched);
  }

  forgetBefore(): void {
    this.before = undefined;
  }

  /** From now on the figures of a limit are written of these. */
  ask({ figure, ofFigure }: Limit, slots: Int32Array): void {
    for (const each of ofFigure === null ? [figure] : [figure, ofFigure]) {
      this.figures.set(each, (this.figures.get(each) ?? new Set()).add(slots));
    }
  }

  at(slot: number | undefined): Watched | undefined {
    return slot === undefined ? undefined : this.bySlot[slot];
  }

  /** What is watched here and not there. */
  thingsNotIn(other: WatchedLevel | undefined): Thing[] {
    const left = this.slots.filter((slot) => !other?.bySlot[slot]);
    return left.map((slot) => (this.bySlot[slot] as Watched).thing);
  }

  /** Of what is of these containers nothing is known from now on; answers it. */
  leaveOut(containerIds: ReadonlySet<string>): Thing[] {
    this.slotsOfContainer ??= this.byContainer();
    const slots = [...containerIds].flatMap((id) => this.slotsOfContainer?.get(id) ?? []);
    return slots.map((slot) => {
      const { thing } = this.bySlot[slot] as Watched;
      this.bySlot[slot] = unheard(thing);
      return thing;
    });
  }

  /** Writes the figures of now into the columns. */
  write(nowMs: number, around: Around): void {
    for (const [figure, some] of this.figures) {
      const [column, read] = [this.columns.column(figure), READ_FIGURE[figure]];
      for (const slots of some) {
        for (const slot of slots) column[slot] = read(this.bySlot[slot] as Watched, nowMs, around);
      }
    }
    const { partial } = this.columns;
    for (const slot of this.slots) partial[slot] = isPartial(this.bySlot[slot] as Watched, nowMs) ? 1 : 0;
  }

  /** Somewhere a container stops in every second: to look through 50,000 interfaces each time would cost more than all else. */
  private byContainer(): Map<string, number[]> {
    const found = new Map<string, number[]>();
    for (const slot of this.slots) {
      const id = this.bySlot[slot]?.thing.container?.id;
      if (id === undefined) continue;
      const slots = found.get(id);
      if (slots) slots.push(slot);
      else found.set(id, [slot]);
    }
    return found;
  }

  private put(slot: number, watched: Watched): void {
    this.bySlot[slot] = watched;
    this.slots.push(slot);
  }
}
