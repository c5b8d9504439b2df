import type { ContainerInfo, InterfaceInfo } from '@weir/model';
import { addressText, renamesOf } from './interfaces.js';
import { slotOf } from './names.js';
import { namespaceOf, type Snapshot } from './snapshot.js';

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
  const fresh = [...now.interfaces.values()].filter(({ key }) => !before.interfaces.has(key));
  const renamed = new Set([...renamesOf(gone, fresh).values()].map(({ key }) => key));
  const held = gone.filter(({ key }) => !renamed.has(key) && waits(`interface:${key}`));
  const early = new Set(fresh.filter((each) => isUnknown(each) && waits(`interface:${each.key}`)));
  const there = [...now.interfaces.values()].filter((each) => !early.has(each));
  const settled = there.map((each) => keepAddresses(before.interfaces.get(each.key), each, waits));
  return new Map([...settled, ...held].map((each) => [each.key, each]));
}

/** It came after the others were looked at: it may be one of them under another name. */
function isUnknown(each: InterfaceInfo): boolean {
  return namespaceOf(each) === null && each.mac === null && each.mtu === null;
}

/** An interface loses its addresses before it goes, and then it is that which is to be told. */
function keepAddresses(before: InterfaceInfo | undefined, each: InterfaceInfo, waits: Waits): InterfaceInfo {
  const isBare = before && addressText(before) !== null && addressText(each) === null;
  return isBare && waits(`interface:${each.key}`) ? { ...each, addresses: before.addresses } : each;
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
