import { readdirSync } from 'node:fs';
import { type CgroupReading, parseContainer } from '../procfs/cgroup.js';
import { inodeOf, isSystemError, readText } from '../procfs/files.js';

/** A process that belongs to a container, and the network namespace it is in. */
export interface Member {
  readonly pid: number;
  readonly container: string;
  /** Of its Kubernetes pod. */
  readonly podUid: string | null;
  /** Of its `net/dev`, which names the network namespace. */
  readonly inode: number;
}

/** A runtime moves a new process into its cgroup and namespace step by step; after this long it stays where it is. */
const SETTLED_AFTER_MS = 5_000;

interface Seen {
  readonly firstSeenMs: number;
  readonly member: Member | null;
}

/** Finds the processes of containers of any runtime, from `/proc/<pid>/cgroup`. */
export class ProcessScan {
  private seen = new Map<number, Seen>();
  private members: readonly Member[] = [];

  constructor(
    private readonly procRoot: string,
    private readonly reading: CgroupReading,
  ) {}

  /**
   * Looks at new processes, or (`full`) at all of them; the latter also finds a process id that was reused. The answer
   * is the very same list for as long as nothing changed.
   */
  scan(full: boolean, nowMs: number): readonly Member[] {
    const next = new Map<number, Seen>();
    for (const pid of this.pids()) {
      const known = this.seen.get(pid);
      const settled = known !== undefined && nowMs - known.firstSeenMs > SETTLED_AFTER_MS;
      if (settled && !full) next.set(pid, known);
      else next.set(pid, { firstSeenMs: known?.firstSeenMs ?? nowMs, member: this.examine(pid) });
    }
    this.seen = next;
    const members = [...next.values()].flatMap(({ member }) => member ?? []);
    if (!isSameList(members, this.members)) this.members = members;
    return this.members;
  }

  private pids(): number[] {
    try {
      return readdirSync(this.procRoot).flatMap((name) => (/^\d+$/.test(name) ? Number(name) : []));
    } catch (error) {
      if (isSystemError(error)) throw new Error(`${this.procRoot} cannot be listed: ${error.code}`, { cause: error });
      throw error;
    }
  }

  private examine(pid: number): Member | null {
    const cgroup = readText(`${this.procRoot}/${pid}/cgroup`);
    const container = cgroup === null ? null : parseContainer(cgroup, this.reading);
    if (container === null) return null;
    const inode = inodeOf(`${this.procRoot}/${pid}/net/dev`);
    return inode === null ? null : { pid, container: container.id, podUid: container.podUid, inode };
  }
}

function isSameList(a: readonly Member[], b: readonly Member[]): boolean {
  return a.length === b.length && a.every((member, index) => isSame(member, b[index]));
}

function isSame(a: Member, b: Member | undefined): boolean {
  return a === b || (a.pid === b?.pid && a.container === b.container && a.inode === b.inode);
}
