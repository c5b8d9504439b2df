import type { WatchedContainer } from '../../query/watched/inventory.js';
import type { Thing } from '../../query/watched/watched-things.js';
import type { Columns } from '../evaluate/columns.js';
import type { Evaluator } from '../evaluate/evaluator.js';
import type { Transition } from '../evaluate/transitions.js';
import type { Subject } from '../lifecycle/alert.js';
import type { FigureName, Level } from '../rule/figures.js';
import { limitOf, type Rule } from '../rule/rule.js';
import type { Catalogue } from './catalogue.js';
import type { Gone } from './feed.js';
import { type Around, isPartial, READ_FIGURE } from './figure-values.js';
import type { Scopes } from './scopes.js';
import { type FedHost, subjectOf, unheard, type Watched, watchedOf } from './watched.js';

/** What of what went is missed: all but what comes and goes with containers. */
const NOT_MISSED: ReadonlySet<string | null> = new Set(['veth', 'bridge']);

/** What is known of what there is. */
export interface Known {
  readonly catalogue: Catalogue;
  readonly scopes: Scopes;
  hostOf(hostUuid: string): FedHost | undefined;
  /** Whether a container was seen to stop. */
  isStopped(container: WatchedContainer): boolean;
}

interface Plan {
  readonly columns: Columns;
  readonly figures: readonly FigureName[];
  readonly watched: Watched[];
  readonly slots: Int32Array;
}

/** Which rule watches what, and where its figures are written. */
export class Watching {
  /** What is watched for how unusual it is. */
  scored: readonly Watched[] = [];
  private plans = new Map<Level, Plan>();
  private things = new Map<Level, ReadonlyMap<string, Thing>>();
  private keys: readonly (readonly string[])[] = [];
  private sets = new Map<readonly string[], ReadonlySet<string>>();
  private before = new Map<Level, ReadonlyMap<string, Thing>>();

  constructor(readonly evaluator: Evaluator) {}

  /** Finds what every rule watches now; answers what is no longer watched and was not fine. */
  look(known: Known): Gone[] {
    const { rules } = this.evaluator;
    const levels = new Map<Level, Map<string, Thing>>();
    // Most rules watch all that there is: it is looked for once.
    const alike = new Map<string, readonly string[]>();
    const keys = rules.map((rule) => {
      if (limitOf(rule.condition) === null || !rule.isEnabled) return [];
      const name = JSON.stringify([rule.per, rule.condition.kind === 'absence', rule.scope]);
      const found = alike.get(name) ?? keysIn(levels, rule.per, watchedBy(rule, known));
      alike.set(name, found);
      return found;
    });
    [this.before, this.things] = [this.things, levels];
    const gone = keys.flatMap((some, place) => this.watch(place, some));
    [this.keys, this.sets] = [keys, new Map()];
    this.release();
    this.plans = new Map(
      [...levels].map(([level, things]) => [level, this.planOf(level, [...things.values()], known)]),
    );
    this.scored = [...this.plans].flatMap(([level, { watched }]) => this.scoredOf(level, watched));
    return gone;
  }

  /**
   * Leaves out what is of these containers, at once: nothing is known of it until the next look, which costs more. Answers what was
   * not fine.
   */
  leaveOut(containerIds: ReadonlySet<string>): Gone[] {
    const gone: Gone[] = [];
    if (containerIds.size === 0) return gone;
    for (const [level, { watched }] of this.plans) {
      for (const [at, { thing }] of watched.entries()) {
        if (thing.container === null || !containerIds.has(thing.container.id)) continue;
        watched[at] = unheard(thing);
        gone.push(...this.gone(this.evaluator.forget(level, thing.key)));
      }
    }
    return gone;
  }

  /** Writes the figures of now. */
  write(nowMs: number, around: Around): void {
    for (const { columns, figures, watched, slots } of this.plans.values()) {
      for (const figure of figures) {
        const [column, read] = [columns.column(figure), READ_FIGURE[figure]];
        for (let at = 0; at < slots.length; at++) {
          column[slots[at] as number] = read(watched[at] as Watched, nowMs, around);
        }
      }
      const { partial } = columns;
      for (let at = 0; at < slots.length; at++) {
        partial[slots[at] as number] = isPartial(watched[at] as Watched, nowMs) ? 1 : 0;
      }
    }
  }

  watches(place: number, key: string): boolean {
    const keys = this.keys[place];
    if (!keys) return false;
    const set = this.sets.get(keys) ?? new Set(keys);
    this.sets.set(keys, set);
    return set.has(key);
  }

  thing(level: Level, key: string): Thing | undefined {
    return this.things.get(level)?.get(key) ?? this.before.get(level)?.get(key);
  }

  private scoredOf(level: Level, watched: readonly Watched[]): Watched[] {
    const places = this.evaluator.rules.flatMap(({ condition, per }, place) =>
      condition.kind === 'anomaly' && per === level ? [place] : [],
    );
    if (places.length === 0) return [];
    return watched.filter(({ thing: { key } }) => places.some((place) => this.watches(place, key)));
  }

  private watch(place: number, keys: readonly string[]): Gone[] {
    return this.gone(this.evaluator.watch(place, keys));
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
    for (const [level, things] of this.before) {
      const columns = this.evaluator.columnsOf(level);
      for (const key of things.keys()) if (!this.things.get(level)?.has(key)) columns.release(key);
    }
  }

  private planOf(level: Level, things: readonly Thing[], { hostOf }: Known): Plan {
    const columns = this.evaluator.columnsOf(level);
    const limits = this.evaluator.rules.flatMap(({ per, condition, isEnabled }) =>
      per === level && isEnabled ? (limitOf(condition) ?? []) : [],
    );
    return {
      columns,
      figures: [...new Set(limits.flatMap(({ figure, ofFigure }) => [figure, ...(ofFigure ? [ofFigure] : [])]))],
      watched: things.map((thing) => watchedOf(thing, hostOf)),
      slots: Int32Array.from(things, ({ key }) => columns.claim(key)),
    };
  }
}

/** Keeps them with all else of their level that is watched. */
function keysIn(levels: Map<Level, Map<string, Thing>>, level: Level, things: readonly Thing[]): string[] {
  const ofLevel = levels.get(level) ?? new Map<string, Thing>();
  levels.set(level, ofLevel);
  for (const thing of things) ofLevel.set(thing.key, thing);
  return things.map(({ key }) => key);
}

function watchedBy(rule: Rule, { catalogue, scopes, isStopped }: Known): Thing[] {
  const things = catalogue.things(rule.per);
  const meant = scopes.keysOf(rule.scope, rule.per);
  if (rule.per === 'fleet') return [...things.values()].map((fleet) => scopes.fleetOf(fleet, rule.scope));
  return [...things.values()].filter((thing) => {
    if (thing.container !== null && (isStopped(thing.container) || catalogue.isReplaced(thing.container))) return false;
    return (thing.goneMs === null || isMissed(rule, thing)) && meant.has(thing.key);
  });
}

/** What went without anybody having been seen to stop it is missed, for a day. */
function isMissed({ condition }: Rule, { members: [member], container, level }: Thing): boolean {
  if (condition.kind !== 'absence' || level !== 'interface' || !member) return false;
  const isOfContainer = member.told.class === 'container';
  return !NOT_MISSED.has(member.told.class) && (!isOfContainer || container !== null);
}
