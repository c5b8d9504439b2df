import { carryOver } from './changes/carry.js';
import { containerChanges } from './changes/containers.js';
import { interfaceChanges } from './changes/interfaces.js';
import { networkChanges } from './changes/networks.js';
import { Settling } from './changes/settle.js';
import { type Change, type Seen, type Snapshot, snapshotOf } from './changes/snapshot.js';

/** What one look at the host brought. */
export interface Noticed {
  readonly changes: readonly Change[];
  /** When to look again at what cannot be believed yet; null where there is nothing of the kind. */
  readonly lookAgainMs: number | null;
}

/** More changes of one kind at once than a timeline can hold are told as a number. */
const MAX_OF_A_KIND = 100;
/** Where the kernel has no boot id, its start is computed anew by each life of the agent. */
const SAME_BOOT_MS = 60_000;

/** Compares each inventory with the one before, and tells what changed. The very first one is where it begins. */
export class Changes {
  private readonly settling = new Settling();

  /** `last` is what an earlier life of the agent saw; null where nobody knows. */
  constructor(private last: Snapshot | null) {}

  /** What was last told; null before the first look. */
  get told(): Snapshot | null {
    return this.last;
  }

  notice(seen: Seen, at: number): Noticed {
    const now = snapshotOf(seen);
    const before = this.last;
    if (!before) {
      this.last = now;
      return { changes: [], lookAgainMs: null };
    }
    const known = carryOver(before, now);
    const naming = seen.agent.docker !== 'absent' || seen.agent.kubernetes !== 'absent';
    const { snapshot, since, lookAgainMs } = this.settling.settle(before, known, naming, at);
    this.last = snapshot;
    const timed =
      (kind: string) =>
      (change: Omit<Change, 'at'>): Change => ({
        ...change,
        at: (change.after === null ? since.get(`${kind}:${change.subject}`) : undefined) ?? at,
      });
    return {
      changes: [
        ...rebooted(before, snapshot).map(timed('host')),
        ...bounded(interfaceChanges(before, snapshot, now, at).map(timed('interface'))),
        ...bounded(networkChanges(before, snapshot).map(timed('network'))),
        ...bounded(containerChanges(before, snapshot).map(timed('container'))),
      ],
      lookAgainMs,
    };
  }
}

function rebooted(before: Snapshot, after: Snapshot): Omit<Change, 'at'>[] {
  if (before.boot === after.boot || before.bootedAt === null || after.bootedAt === null) return [];
  if (Math.abs(before.bootedAt - after.bootedAt) < SAME_BOOT_MS) return [];
  const [was, is] = [before.bootedAt, after.bootedAt].map((bootedAt) => new Date(bootedAt).toISOString());
  const text = `The host was rebooted; it is up since ${is}`;
  return [{ kind: 'host.rebooted', subject: 'host', before: was ?? null, after: is ?? null, text }];
}

function bounded(changes: readonly Change[]): Change[] {
  const counts = new Map<string, number>();
  const kept = changes.filter(({ kind }) => {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    return (counts.get(kind) ?? 0) <= MAX_OF_A_KIND;
  });
  const summed = [...counts].flatMap(([kind, count]): Change[] => {
    const last = kept.findLast((change) => change.kind === kind);
    if (count <= MAX_OF_A_KIND || !last) return [];
    const text = `${count - MAX_OF_A_KIND} more changes of this kind at the same time`;
    return [{ at: last.at, kind, subject: 'host', before: null, after: null, text }];
  });
  return [...kept, ...summed];
}
