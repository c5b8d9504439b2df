import type { HostInventory, WatchedContainer } from '../../query/watched/inventory.js';
import { type Thing, thingsOfHost } from '../../query/watched/watched-things.js';
import type { Level } from '../rule/figures.js';
import type { Rule } from '../rule/rule.js';
import type { Catalogue } from './catalogue.js';
import type { Scopes } from './scopes.js';
import type { FedHost } from './watched.js';
import type { WatchedLevel } from './watched-level.js';

/** What is known of what there is. */
export interface Known {
  readonly catalogue: Catalogue;
  readonly scopes: Scopes;
  hostOf(hostUuid: string): FedHost | undefined;
  /** Whether a container was seen to stop. */
  isStopped(container: WatchedContainer): boolean;
}

type Keys = ReturnType<Scopes['keysOf']>;

/** What a rule watches of one host, and what that follows from. */
interface Share {
  readonly inventory: HostInventory;
  readonly host: FedHost | undefined;
  readonly meant: Keys;
  /** Whether no container that is listed was seen to stop: whether it is there is told by time alone then. */
  readonly isSettled: boolean;
  readonly slots: Int32Array;
}

/** What a rule watches: by slots of its level, and by host where each thing is of one. */
export interface Found {
  readonly slots: Int32Array;
  readonly shares: ReadonlyMap<string, Share>;
}

/** What was found at the look before, and hosts of which something was left out since. */
export interface Before {
  readonly earlier: Found | undefined;
  readonly stirred: ReadonlySet<string>;
}

/** What of what went is missed: all but what comes and goes with containers. */
const NOT_MISSED: ReadonlySet<string | null> = new Set(['veth', 'bridge']);

/** Things whose keys tell their host. A container may be on two, where one is a copy of the other. */
const OF_ONE_HOST: ReadonlySet<Level> = new Set<Level>(['host', 'interface', 'network']);

/** Finds what a rule watches. Of 50,000 interfaces some dozens changed since the look before: their hosts are looked through, and no other. */
export function find(rule: Rule, known: Known, level: WatchedLevel, { earlier, stirred }: Before): Found {
  const { catalogue, scopes, hostOf } = known;
  const meant = scopes.keysOf(rule.scope, rule.per);
  if (!OF_ONE_HOST.has(rule.per)) {
    const things = [...catalogue.things(rule.per).values()];
    const watched = rule.per === 'fleet' ? things.map((fleet) => scopes.fleetOf(fleet, rule.scope)) : among(things);
    return { slots: level.take(watched, hostOf), shares: new Map() };
  }
  const shares = new Map<string, Share>();
  for (const inventory of catalogue.hosts) {
    const host = hostOf(inventory.id);
    const share = earlier?.shares.get(inventory.id);
    const isSame = share?.inventory === inventory && share.host === host && share.meant === meant;
    if (isSame && share.isSettled && !stirred.has(inventory.id)) {
      level.keep(share.slots);
      shares.set(inventory.id, share);
      continue;
    }
    const isSettled = !inventory.containers.some(
      (container) => container.goneMs === null && known.isStopped(container),
    );
    const slots = level.take(among(thingsOfHost(rule.per, inventory)), hostOf);
    shares.set(inventory.id, { inventory, host, meant, isSettled, slots });
  }
  return { slots: joined([...shares.values()].map(({ slots }) => slots)), shares };

  function among(things: readonly Thing[]): Thing[] {
    return things.filter((thing) => meant.has(thing.key) && isWatched(rule, thing, known));
  }
}

function isWatched(rule: Rule, thing: Thing, { catalogue, isStopped }: Known): boolean {
  const { container, goneMs } = thing;
  if (container !== null && (isStopped(container) || catalogue.isReplaced(container))) return false;
  return goneMs === null || isMissed(rule, thing);
}

/** What went without anybody having been seen to stop it is missed, for a day. */
function isMissed({ condition }: Rule, { members: [member], container, level }: Thing): boolean {
  if (condition.kind !== 'absence' || level !== 'interface' || !member) return false;
  const isOfContainer = member.told.class === 'container';
  return !NOT_MISSED.has(member.told.class) && (!isOfContainer || container !== null);
}

function joined(parts: readonly Int32Array[]): Int32Array {
  const whole = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
