import { Injectable } from '@nestjs/common';
import type { Scope } from '../../background/asker.js';
import { currentScope } from '../caller.js';
import { HostWatch, type WatchedHost } from '../host-watch.js';

/** The hosts that somebody sees, as the store had them a moment ago. */
export interface Seen {
  has(hostId: string): boolean;
  /** What a host is called now, whether it is seen or not; undefined where it is unknown. */
  nameOf(hostId: string): string | undefined;
  /** Ids of all of them; the same object for as long as they are the same. */
  ids(): ReadonlySet<string>;
}

/** Tells who listens live which hosts are in its scope: a host that comes into it, or leaves it, is known within some seconds. */
@Injectable()
export class SeenHosts {
  private hosts: ReadonlyMap<string, WatchedHost> = new Map();

  constructor(watch: HostWatch) {
    watch.listen((hosts) => (this.hosts = hosts));
  }

  /** The hosts that are seen by whom this is done for, from now on; null = all. */
  ofNow(): Seen | null {
    const scope = currentScope();
    if (!scope) return null;
    let [known, looked] = [new Set<string>(), null as unknown];
    const ids = (): ReadonlySet<string> => {
      if (looked === this.hosts) return known;
      const found = idsWithin(scope, this.hosts);
      const isSame = found.size === known.size && [...found].every((id) => known.has(id));
      [known, looked] = [isSame ? known : found, this.hosts];
      return known;
    };
    return { ids, has: (hostId) => ids().has(hostId), nameOf: (hostId) => this.hosts.get(hostId)?.name };
  }
}

/** Ids of the hosts of a scope. */
export function idsWithin(scope: Scope, hosts: ReadonlyMap<string, WatchedHost>): Set<string> {
  return new Set([...hosts.values()].filter((host) => scope.holds(asScoped(host))).map(({ id }) => id));
}

function asScoped({ name, labels }: WatchedHost): Parameters<Scope['holds']>[0] {
  return { name, labels: JSON.parse(labels) as Readonly<Record<string, string>> };
}
