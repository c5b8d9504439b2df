import type { ContainerInfo } from '@weir/model';
import { renamesOf } from './interfaces.js';
import { slotOf } from './names.js';
import type { Snapshot } from './snapshot.js';

/** How long a container may be without a name, and anything be missing, before it is believed. */
export const SETTLE_MS = 5_000;

/** A snapshot whose comings and goings can be told, and when those that cannot be believed yet can be. */
export interface Settled {
  readonly snapshot: Snapshot;
  /** Since when the goings told by the snapshot were noticed, by `<kind>:<key>`. */
  readonly since: ReadonlyMap<string, number>;
  readonly lookAgainMs: number | null;
}

/**
 * Holds back what may turn out to be something else: a table that is read while it changes can miss a line, a container
 * gets its name after its first process, and one that stopped may be replaced at once.
 */
export class Settling {
  private noticed = new Map<string, number>();

  /** `naming` = whether somebody is there to give names. */
  settle(before: Snapshot, now: Snapshot, naming: boolean, at: number): Settled {
    const pending = new Map<string, number>();
    const since = new Map<string, number>();
    const waits = (subject: string): boolean => {
      const firstAt = Math.min(this.noticed.get(subject) ?? at, at);
      since.set(subject, firstAt);
      if (at - firstAt >= SETTLE_MS) return false;
      pending.set(subject, firstAt);
      return true;
    };
    const snapshot = {
      ...now,
      interfaces: settleInterfaces(before, now, waits),
      containers: settleContainers(before, now, naming, waits),
    };
    this.noticed = pending;
    const oldest = Math.min(...pending.values());
    return { snapshot, since, lookAgainMs: pending.size === 0 ? null : oldest + SETTLE_MS - at };
  }
}

type Waits = (subject: string) => boolean;

function settleInterfaces(before: Snapshot, now: Snapshot, waits: Waits): Snapshot['interfaces'] {
  const gone = [...before.interfaces.values()].filter(({ key }) => !now.interfaces.has(key));
  if (gone.length === 0) return now.interfaces;
  const fresh = [...now.interfaces.values()].filter(({ key }) => !before.interfaces.has(key));
  const renamed = new Set([...renamesOf(gone, fresh).values()].map(({ key }) => key));
  const held = gone.filter(({ key }) => !renamed.has(key) && waits(`interface:${key}`));
  return new Map([...now.interfaces, ...held.map((each) => [each.key, each] as const)]);
}

function settleContainers(before: Snapshot, now: Snapshot, naming: boolean, waits: Waits): Snapshot['containers'] {
  const isHeld = ({ id, name }: ContainerInfo): boolean =>
    !before.containers.has(id) && naming && name === null && waits(`container:${id}`);
  const there = [...now.containers.values()].filter((each) => !isHeld(each));
  const slots = new Set(there.filter(({ id }) => !before.containers.has(id)).map(slotOf));
  slots.delete(null);
  const gone = [...before.containers.values()].filter(({ id }) => !now.containers.has(id));
  const held = gone.filter((each) => !slots.has(slotOf(each)) && waits(`container:${each.id}`));
  return new Map([...there, ...held].map((each) => [each.id, each]));
}
