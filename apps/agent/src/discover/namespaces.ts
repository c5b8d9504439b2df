import type { Member } from './process-scan.js';

/** What names a network namespace for as long as it lives. */
export interface NamespaceIdentity {
  /** The part of its series' keys before the slash, fixed at first sight. */
  readonly key: string;
  /** Tells this namespace from an earlier one with the same inode, or of the same container. */
  readonly life: string;
  /** Of its `net/dev`. */
  readonly inode: number;
  /** When it began, ms since 1970, where known. */
  readonly startedAt: number | null;
}

/** A network namespace of containers. */
export interface Namespace extends NamespaceIdentity {
  /** Any of them can be asked for its counters. */
  readonly pids: readonly number[];
  readonly containers: readonly string[];
}

/** What must outlive the agent about a namespace: enough to know it again. */
export interface SavedNamespace extends NamespaceIdentity {
  /** Some of its processes, `<pid>:<container>`. */
  readonly witnesses: readonly string[];
}

interface Known extends SavedNamespace {
  readonly seenMs: number;
}

const KEY_LENGTH = 12;
const MAX_SAVED_WITNESSES = 4;
/** A namespace that no scan found may come back as itself: a scan can fail half way. */
const FORGET_AFTER_MS = 3_600_000;

/**
 * Tells namespaces apart over time. Inodes are reused at once, so a namespace is the same one only while one of its
 * processes is.
 */
export class NamespaceRegistry {
  /** The living first, in their order, then those that may come back. */
  private known: readonly Known[];
  private living: readonly Namespace[] = [];

  constructor(
    private readonly boot: string,
    saved: readonly SavedNamespace[],
    private readonly startedAt: (pid: number) => number | null,
    nowMs: number,
  ) {
    this.known = saved.map((namespace) => ({ ...namespace, seenMs: nowMs }));
  }

  /** Takes in the processes that a scan found outside the host's namespace. `nowMs` is by the monotonic clock. */
  update(members: readonly Member[], nowMs: number): void {
    const recognised = groupByInode(members).map((group) => ({ group, known: this.recognise(group) }));
    const taken = new Set(recognised.flatMap(({ known }) => known?.key ?? []));
    const found = recognised.map(({ group, known }): Known => {
      const identity = known ?? this.first(group, taken, nowMs);
      taken.add(identity.key);
      return { ...identity, witnesses: group.map(witnessOf), seenMs: nowMs };
    });
    const before = this.known.map((known, index) => (index < this.living.length ? { ...known, seenMs: nowMs } : known));
    this.living = found.map((known, index) => livingOf(known, recognised[index]?.group ?? []));
    this.known = [...found, ...before.filter((known) => isMissing(known, taken, nowMs))];
  }

  /** The namespaces of the last update. */
  current(): readonly Namespace[] {
    return this.living;
  }

  /** The same, as they are to be saved. */
  saved(): SavedNamespace[] {
    return this.known.slice(0, this.living.length).map(({ key, life, inode, startedAt, witnesses }) => ({
      key,
      life,
      inode,
      startedAt,
      witnesses: witnesses.slice(0, MAX_SAVED_WITNESSES),
    }));
  }

  private recognise(group: readonly Member[]): Known | undefined {
    const witnesses = new Set(group.map(witnessOf));
    return this.known.find(
      (known) => known.inode === group[0]?.inode && known.witnesses.some((witness) => witnesses.has(witness)),
    );
  }

  /** Named after the container of its oldest process; a container can have more than one namespace. */
  private first(group: readonly Member[], taken: ReadonlySet<string>, nowMs: number): NamespaceIdentity {
    const [oldest] = group;
    if (!oldest) throw new Error('a namespace has no process');
    const name = oldest.container.slice(0, KEY_LENGTH);
    let key = name;
    for (let number = 2; taken.has(key); number += 1) key = `${name}-${number}`;
    const life = `${this.boot.slice(0, 8)}.${oldest.inode}.${Math.round(nowMs).toString(36)}`;
    return { key, life, inode: oldest.inode, startedAt: this.startedAt(oldest.pid) };
  }
}

function livingOf({ key, life, inode, startedAt }: Known, group: readonly Member[]): Namespace {
  const containers = [...new Set(group.map((member) => member.container))];
  return { key, life, inode, startedAt, pids: group.map((member) => member.pid), containers };
}

/** Its key was not given away, and it may still come back. */
function isMissing(known: Known, taken: ReadonlySet<string>, nowMs: number): boolean {
  return !taken.has(known.key) && nowMs - known.seenMs < FORGET_AFTER_MS;
}

/** Oldest process first, by its number. */
function groupByInode(members: readonly Member[]): Member[][] {
  const groups = new Map<number, Member[]>();
  for (const member of [...members].sort((a, b) => a.pid - b.pid)) {
    groups.set(member.inode, [...(groups.get(member.inode) ?? []), member]);
  }
  return [...groups.values()];
}

function witnessOf(member: Member): string {
  return `${member.pid}:${member.container}`;
}
