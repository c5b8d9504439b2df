import { LEVELS, type Level } from '../rule/figures.js';
import { limitOf, type Rule } from '../rule/rule.js';
import { Columns } from './columns.js';
import { type Transition, TransitionList } from './transitions.js';
import { type Standing, WatchedRule } from './watched-rule.js';

/**
 * All rules that are a limit to a figure, over all that they watch. Who runs it writes figures into the columns of a level, tells what
 * each rule's scope matches, and calls `evaluate` each second.
 */
export class Evaluator {
  private readonly columns = new Map<Level, Columns>(LEVELS.map((level) => [level, new Columns()]));
  private readonly told = new TransitionList();
  private readonly watched: readonly (WatchedRule | null)[];

  constructor(readonly rules: readonly Rule[]) {
    this.watched = rules.map((rule, place) => {
      const limit = rule.isEnabled ? limitOf(rule.condition) : null;
      if (limit === null) return null;
      const terms = { ...limit, forMs: rule.forSeconds * 1_000, keepFiringMs: rule.keepFiringSeconds * 1_000 };
      return new WatchedRule(place, terms, this.columnsOf(rule.per));
    });
  }

  columnsOf(level: Level): Columns {
    return this.columns.get(level) as Columns;
  }

  /** What the scope of the rule at this place matches, by keys of its level; answers what is no longer watched and was not fine. */
  watch(place: number, keys: readonly string[]): readonly Transition[] {
    const rule = this.rules[place];
    if (!rule) return NOTHING;
    const columns = this.columnsOf(rule.per);
    return this.watchSlots(
      place,
      Int32Array.from(keys, (key) => columns.claim(key)),
    );
  }

  /** The same by slots of the columns of its level. */
  watchSlots(place: number, slots: Int32Array): readonly Transition[] {
    this.told.clear();
    this.watched[place]?.watch(slots, this.told);
    return this.transitions();
  }

  /** Takes what has this key for fine, until its figures say otherwise; answers of which rules it was not. */
  forget(level: Level, key: string): readonly Transition[] {
    this.told.clear();
    const slot = this.columnsOf(level).slotOf(key);
    if (slot === undefined) return NOTHING;
    this.rules.forEach(({ per }, place) => {
      if (per === level) this.watched[place]?.forget(slot, this.told);
    });
    return this.transitions();
  }

  /** How many figures a tick looks at. */
  get watchedCount(): number {
    return this.watched.reduce((sum, rule) => sum + (rule?.watchedCount ?? 0), 0);
  }

  /** Looks at everything once; what changed is answered by `transitions`. */
  evaluate(nowMs: number): void {
    this.told.clear();
    for (const rule of this.watched) rule?.evaluate(nowMs, this.told);
  }

  /** What the last look, or `watch`, changed. */
  transitions(): readonly Transition[] {
    if (this.told.count === 0) return NOTHING;
    return this.told.told((rule, slot) => this.watched[rule]?.keyOf(slot) ?? '');
  }

  /**
   * Takes up where the alerts of the rule at this place stand, once it watches what it matches: after a restart, a hand-over or a
   * change of rules. The lives of alerts are what is kept; there is no second account that could differ from them. Until
   * `patientUntilMs` what was pending is not dropped for being unknown: figures are still to come.
   */
  resume(place: number, standings: readonly Standing[], patientUntilMs = -Infinity): void {
    this.watched[place]?.resume(standings, patientUntilMs);
  }
}

const NOTHING: readonly Transition[] = [];
