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
  member: Member | null;
  /** The last scan that saw it. */
  scan: number;
}

/** Finds the processes of containers of any runtime, from `/proc/<pid>/cgroup`. */
export class ProcessScan {
  /** By their names in `/proc`. */
  private readonly seen = new Map<string, Seen>();
  private members: readonly Member[] = [];
  private scans = 0;

  constructor(
    private readonly procRoot: string,
    private readonly reading: CgroupReading,
  ) {}

  /**
   * Looks at new processes, or (`full`) at all of them; the latter also finds a process id that was reused. The answer
   * is the very same list for as long as nothing changed.
   */
  scan(full: boolean, nowMs: number): readonly Member[] {
    const names = this.list();
    this.scans += 1;
    let isOther = false;
    let count = 0;
    for (const name of names) {
      if (!isPid(name)) continue;
      count += 1;
      isOther = this.look(name, full, nowMs) || isOther;
    }
    if (count < this.seen.size) isOther = this.forget() || isOther;
    if (isOther) this.members = [...this.seen.values()].flatMap(({ member }) => member ?? []);
    return this.members;
  }

  /** Whether the process is of another container or namespace than before. */
  private look(name: string, full: boolean, nowMs: number): boolean {
    const known = this.seen.get(name);
    if (known) known.scan = this.scans;
    if (known && !full && nowMs - known.firstSeenMs > SETTLED_AFTER_MS) return false;
    const member = this.examine(Number(name));
    if (known && isSame(member, known.member)) return false;
    if (known) known.member = member;
    else this.seen.set(name, { firstSeenMs: nowMs, member, scan: this.scans });
    return known !== undefined || member !== null;
  }

  /** Whether one of those that ended was a container's. */
  private forget(): boolean {
    let isOther = false;
    for (const [name, { scan, member }] of this.seen) {
      if (scan === this.scans) continue;
      this.seen.delete(name);
      isOther ||= member !== null;
    }
    return isOther;
  }

  private list(): string[] {
    try {
      return readdirSync(this.procRoot);
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

/** Only processes have names that begin with a digit. */
function isPid(name: string): boolean {
  const first = name.charCodeAt(0);
  return first >= DIGIT_0 && first <= DIGIT_9;
}

const DIGIT_0 = 48;
const DIGIT_9 = 57;

function isSame(a: Member | null, b: Member | null): boolean {
  return a === b || (a?.pid === b?.pid && a?.container === b?.container && a?.inode === b?.inode);
}
