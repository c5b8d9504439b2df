import type { Thing } from '../../query/watched/watched-things.js';
import type { Evaluator } from '../evaluate/evaluator.js';
import type { Transition } from '../evaluate/transitions.js';
import type { Subject } from '../lifecycle/alert.js';
import type { Level } from '../rule/figures.js';
import { limitOf, type Rule } from '../rule/rule.js';
import type { Gone } from './feed.js';
import type { Around } from './figure-values.js';
import { find, type Found, type Known } from './found.js';
import { subjectOf, type Watched } from './watched.js';
import { WatchedLevel } from './watched-level.js';

const NONE = new Int32Array(0);

/** Which rule watches what, and where its figures are written. */
export class Watching {
  /** What is watched for how unusual it is. */
  scored: readonly Watched[] = [];
  private levels: ReadonlyMap<Level, WatchedLevel> = new Map();
  /** What each rule watches. */
  private slots: readonly Int32Array[] = [];
  /** What rules that are alike watch. */
  private alike: ReadonlyMap<string, Found> = new Map();
  /** Hosts of what was left out since the last look. */
  private stirred = new Set<string>();
  private sets = new Map<Int32Array, ReadonlySet<number>>();
  /** What was watched at the look before and is no more. */
  private left: ReadonlyMap<Level, ReadonlyMap<string, Thing>> = new Map();

  constructor(readonly evaluator: Evaluator) {}

  /** Finds what every rule watches now; answers what is no longer watched and was not fine. */
  look(known: Known): Gone[] {
    const before = this.levels;
    const levels = new Map<Level, WatchedLevel>();
    // Most rules watch all that there is: it is looked for once.
    const alike = new Map<string, Found>();
    this.slots = this.evaluator.rules.map((rule) => {
      const limit = limitOf(rule.condition);
      if (limit === null || !rule.isEnabled) return NONE;
      const level = levels.get(rule.per) ?? new WatchedLevel(this.evaluator.columnsOf(rule.per), before.get(rule.per));
      levels.set(rule.per, level);
      const name = JSON.stringify([rule.per, rule.condition.kind === 'absence', rule.scope]);
      const found =
        alike.get(name) ?? find(rule, known, level, { earlier: this.alike.get(name), stirred: this.stirred });
      alike.set(name, found);
      level.ask(limit, found.slots);
      return found.slots;
    });
    [this.levels, this.alike, this.sets, this.stirred] = [levels, alike, new Map(), new Set()];
    this.left = new Map([...before].map(([name, level]) => [name, byKey(level.thingsNotIn(levels.get(name)))]));
    const gone = this.slots.flatMap((slots, place) => this.gone(this.evaluator.watchSlots(place, slots)));
    this.release();
    for (const level of levels.values()) level.forgetBefore();
    this.scored = [...levels].flatMap(([name, level]) => this.scoredOf(name, level));
    return gone;
  }

  /**
   * Leaves out what is of these containers, at once: nothing is known of it until the next look, which costs more. Answers what was
   * not fine.
   */
  leaveOut(containerIds: ReadonlySet<string>): Gone[] {
    if (containerIds.size === 0) return [];
    return [...this.levels].flatMap(([name, level]) =>
      level.leaveOut(containerIds).flatMap(({ key, host }) => {
        if (host) this.stirred.add(host.id);
        return this.gone(this.evaluator.forget(name, key));
      }),
    );
  }

  /** Writes the figures of now. */
  write(nowMs: number, around: Around): void {
    for (const level of this.levels.values()) level.write(nowMs, around);
  }

  watches(place: number, key: string): boolean {
    const rule = this.evaluator.rules[place];
    const slot = rule && this.evaluator.columnsOf(rule.per).slotOf(key);
    return slot !== undefined && this.setOf(place).has(slot);
  }

  thing(level: Level, key: string): Thing | undefined {
    const slot = this.evaluator.columnsOf(level).slotOf(key);
    return this.levels.get(level)?.at(slot)?.thing ?? this.left.get(level)?.get(key);
  }

  private setOf(place: number): ReadonlySet<number> {
    const slots = this.slots[place] ?? NONE;
    const set = this.sets.get(slots) ?? new Set(slots);
    this.sets.set(slots, set);
    return set;
  }

  private scoredOf(name: Level, level: WatchedLevel): Watched[] {
    const sets = this.evaluator.rules.flatMap(({ condition, per }, place) =>
      condition.kind === 'anomaly' && per === name ? [this.setOf(place)] : [],
    );
    if (sets.length === 0) return [];
    return level.slots.flatMap((slot) => (sets.some((set) => set.has(slot)) ? [level.at(slot) as Watched] : []));
  }

  private gone(transitions: readonly Transition[]): Gone[] {
    return transitions.map(({ rule, key, value }) => {
      const { id: ruleId, per } = this.evaluator.rules[rule] as Rule;
      return { ruleId, subject: this.subjectOf(per, key), value };
    });
  }

  /** What is gone was watched before. */
  private subjectOf(level: Level, key: string): Subject {
    return subjectOf(this.thing(level, key) as Thing);
  }

  private release(): void {
    for (const [name, things] of this.left) {
      const columns = this.evaluator.columnsOf(name);
      for (const key of things.keys()) columns.release(key);
    }
  }
}

function byKey(things: readonly Thing[]): Map<string, Thing> {
  return new Map(things.map((thing) => [thing.key, thing]));
}
