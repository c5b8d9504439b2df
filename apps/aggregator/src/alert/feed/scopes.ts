import type { Pool } from 'pg';
import type { Filter } from '../../query/filter.js';
import { FLEET_KEY, readScopeKeys } from '../../query/watched/scope-keys.js';
import type { Thing } from '../../query/watched/watched-things.js';
import { idOf, type Subject } from '../lifecycle/alert.js';
import type { Level } from '../rule/figures.js';

/** A filter, of what it is asked. */
export interface ScopeAsked {
  readonly level: Level;
  readonly filter: Filter;
}

const EVERYTHING = { has: () => true };
const NOTHING: ReadonlySet<string> = new Set();

/** What filters mean, as the store answered last: the same as where they are asked of a list. */
export class Scopes {
  private keys: ReadonlyMap<string, ReadonlySet<string>> = new Map();

  /** Reads what these mean, one after another: together they take one connection. What means the same as `before` is the same set. */
  async read(pool: Pool, asked: readonly ScopeAsked[], before: Scopes): Promise<void> {
    const keys = new Map<string, ReadonlySet<string>>();
    for (const { level, filter } of asked) {
      const name = nameOf(level, filter);
      if (isAll(filter) || keys.has(name)) continue;
      const [now, known] = [await readScopeKeys(pool, level, filter), before.keys.get(name)];
      keys.set(name, known && isSame(known, now) ? known : now);
    }
    this.keys = keys;
  }

  /** Which keys of a level a filter means; of the fleet, those of hosts. */
  keysOf(filter: Filter, level: Level): Pick<ReadonlySet<string>, 'has'> {
    return isAll(filter) ? EVERYTHING : (this.keys.get(nameOf(level, filter)) ?? NOTHING);
  }

  /** The same of what an alert is of. */
  covers(filter: Filter, { level, key }: Subject): boolean {
    return level === 'fleet' ? key === fleetKey(filter) : this.keysOf(filter, level).has(key);
  }

  /** The hosts of a filter as one thing. */
  fleetOf(fleet: Thing, filter: Filter): Thing {
    if (isAll(filter)) return fleet;
    const hosts = this.keysOf(filter, 'fleet');
    const members = fleet.members.filter(({ host: { id } }) => hosts.has(id));
    return { ...fleet, key: fleetKey(filter), name: 'hosts of the scope', members };
  }
}

/** Whether nothing is left out. What went is never watched but where it is missed. */
function isAll({ includeGone, ...fields }: Filter): boolean {
  return Object.values(fields).every((value) => value === undefined || value === null);
}

function isSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((key) => other.has(key));
}

function fleetKey(filter: Filter): string {
  return isAll(filter) ? FLEET_KEY : `${FLEET_KEY}:${idOf(JSON.stringify(filter))}`;
}

function nameOf(level: Level, filter: Filter): string {
  return `${level}\n${JSON.stringify(filter)}`;
}
