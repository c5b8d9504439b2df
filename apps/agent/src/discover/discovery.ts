import { inodeOf, readText } from '../procfs/files.js';
import { parseStartedAfterBootMs } from '../procfs/stat.js';
import { type Namespace, NamespaceRegistry, type SavedNamespace } from './namespaces.js';
import { ownContainer } from './own-container.js';
import { type Member, ProcessScan } from './process-scan.js';

/** A container as the kernel shows it. */
export interface FoundContainer {
  readonly id: string;
  /** The key of its network namespace; null where it shares the host's. */
  readonly namespace: string | null;
  readonly hostNetwork: boolean;
  /** Of its Kubernetes pod, as the cgroup names it. */
  readonly podUid: string | null;
  /** ms since 1970. */
  readonly startedAt: number | null;
}

export interface DiscoveryOptions {
  readonly procRoot: string;
  readonly cgroupPrefix: string;
  readonly hostPid: number;
  readonly boot: string;
  readonly bootedAt: number;
  /** Namespaces as an earlier life of the agent knew them. */
  readonly saved: readonly SavedNamespace[];
  /** Never steps: a wall clock set back by an hour would have every process looked at each second for that hour. */
  readonly monotonicMs: () => number;
}

/** What others see of a discovery. */
export type DiscoveryView = Pick<
  Discovery,
  'refresh' | 'namespaces' | 'containers' | 'processes' | 'saved' | 'savedVersion' | 'containersVersion'
>;

/** A process id that was reused since it was looked at is found this late at the latest. */
const FULL_SCAN_EVERY_MS = 30_000;

/** Finds the containers of this host and their network namespaces, whatever runtime made them. */
export class Discovery {
  /** Rises whenever containers came, went or changed their namespace. */
  containersVersion = 0;
  /** Rises whenever what `saved` answers is different. */
  savedVersion = 0;
  private readonly scan: ProcessScan;
  private readonly registry: NamespaceRegistry;
  private startTimes = new Map<string, number | null>();
  private found: readonly FoundContainer[] = [];
  private savedNamespaces: readonly SavedNamespace[];
  private fullScanDueMs = 0;
  private members: readonly Member[] | null = null;
  private hostInode: number | null = null;

  constructor(private readonly options: DiscoveryOptions) {
    const { procRoot, hostPid, cgroupPrefix } = options;
    // Whatever cannot be looked at is not forgotten.
    this.savedNamespaces = options.saved;
    this.scan = new ProcessScan(procRoot, { prefix: cgroupPrefix, own: ownContainer(procRoot, hostPid) });
    const startedAt = (pid: number): number | null => this.processStartedAt(pid);
    this.registry = new NamespaceRegistry(options.boot, options.saved, startedAt, options.monotonicMs());
  }

  /** Looks for new processes; at all of them when `full`, and every now and then. */
  refresh(full: boolean): void {
    const nowMs = this.options.monotonicMs();
    const isFull = full || nowMs >= this.fullScanDueMs;
    if (isFull) this.fullScanDueMs = nowMs + FULL_SCAN_EVERY_MS;
    const members = this.scan.scan(isFull, nowMs);
    const hostInode = this.readHostInode();
    if (members === this.members && hostInode === this.hostInode) return;
    this.members = members;
    this.hostInode = hostInode;
    this.registry.update(
      members.filter((member) => member.inode !== hostInode),
      nowMs,
    );
    const found = this.containersOf(members);
    const saved = this.registry.saved();
    if (!isEqual(found, this.found)) this.containersVersion += 1;
    if (!isEqual(saved, this.savedNamespaces)) this.savedVersion += 1;
    this.found = found;
    this.savedNamespaces = saved;
  }

  namespaces(): readonly Namespace[] {
    return this.registry.current();
  }

  containers(): readonly FoundContainer[] {
    return this.found;
  }

  /** The processes of all containers, as the last look found them. */
  processes(): readonly Member[] {
    return this.members ?? [];
  }

  saved(): readonly SavedNamespace[] {
    return this.savedNamespaces;
  }

  /** Unreadable for once, the host's namespace is still the one it was. */
  private readHostInode(): number {
    const path = `${this.options.procRoot}/${this.options.hostPid}/net/dev`;
    const inode = inodeOf(path) ?? this.hostInode;
    if (inode !== null) return inode;
    // A container on the host's network would count the host's traffic as its own.
    throw new Error(`${path} cannot be read, so containers cannot be told from the host: check WEIR_HOST_PID`);
  }

  private containersOf(members: readonly Member[]): FoundContainer[] {
    const namespaceOf = new Map(
      this.namespaces().flatMap((namespace) => namespace.containers.map((id) => [id, namespace.key] as const)),
    );
    const first = firstOfEach(members);
    const startTimes = new Map(
      [...first].map(([id, { pid }]) => [id, this.startTimes.get(id) ?? this.processStartedAt(pid)]),
    );
    this.startTimes = startTimes;
    return [...first.values()].map(({ container: id, podUid }) => {
      // A process that is just entering the container may still be in the host's namespace.
      const namespace = namespaceOf.get(id) ?? null;
      return { id, namespace, hostNetwork: namespace === null, podUid, startedAt: startTimes.get(id) ?? null };
    });
  }

  private processStartedAt(pid: number): number | null {
    const stat = readText(`${this.options.procRoot}/${pid}/stat`);
    const afterBootMs = stat === null ? null : parseStartedAfterBootMs(stat);
    return afterBootMs === null ? null : this.options.bootedAt + afterBootMs;
  }
}

/** The oldest process of each container, by its number; in the order of the ids. */
function firstOfEach(members: readonly Member[]): Map<string, Member> {
  const first = new Map<string, Member>();
  for (const member of members) {
    if (member.pid < (first.get(member.container)?.pid ?? Infinity)) first.set(member.container, member);
  }
  return new Map([...first].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Processes come and go in containers all the time; mostly it changes nothing that anybody must know. */
function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
