/** The container that a process belongs to, as its cgroup names it. */
export interface CgroupContainer {
  /** 64 hexadecimal digits. */
  readonly id: string;
  /** Of its Kubernetes pod, written with dashes; of a static pod it is the hash of its configuration. */
  readonly podUid: string | null;
}

/** How to read the paths. */
export interface CgroupReading {
  /** Keeps only containers below that cgroup. */
  readonly prefix?: string;
  /**
   * The reader's own container, where the reader is in a cgroup namespace of its own: there its own paths begin at `/`
   * and do not name it, and all others' begin with `/..`.
   */
  readonly own?: string | null;
}

/** `<id>`, `docker-<id>.scope`, `libpod-<id>`, `system.slice:docker:<id>`; slices, services and mounts are none. */
const CONTAINER_SEGMENT = /(?:^|[-:])([0-9a-f]{64})(?:\.scope)?$/;
/** Beside a container lives the runtime's monitor, named after it; in a pod of Podman, below the pod's own id. */
const MONITOR = /^(?:crio|libpod)-conmon-/;
const MONITOR_OF_POD = 'conmon';
const POD_UID = /pod([0-9a-f]{8}(?:[-_][0-9a-f]{4}){3}[-_][0-9a-f]{12}|[0-9a-f]{32})(?![0-9a-f])/g;

/**
 * Finds the container of a process in its `/proc/<pid>/cgroup`, of cgroup v1 or v2: the last path segment that ends in an
 * id, since a container may have cgroups of its own below. Of containers in a container it is the innermost: it has a
 * network of its own, and the outer one may be the very host, as in Kubernetes in Docker. Null where there is none.
 */
export function parseContainer(text: string, { prefix = '', own = null }: CgroupReading = {}): CgroupContainer | null {
  const paths = text.split('\n').flatMap((line) => /^\d+:[^:]*:(\/.*)$/.exec(line)?.[1] ?? []);
  for (const path of paths.map(fromTheTop)) {
    const container = isBelow(path, prefix) ? containerOf(path) : null;
    if (container !== null) return container;
  }
  const isOwn = own !== null && prefix === '' && paths.length > 0 && !paths.some(isOutside);
  return isOwn ? { id: own, podUid: null } : null;
}

/** Whether a `/proc/<pid>/cgroup` shows that its reader is in another cgroup namespace than the process. */
export function showsCgroupNamespace(text: string): boolean {
  return text.split('\n').some((line) => isOutside(/^\d+:[^:]*:(\/.*)$/.exec(line)?.[1] ?? ''));
}

function isOutside(path: string): boolean {
  return path === '/..' || path.startsWith('/../');
}

function fromTheTop(path: string): string {
  return path.replace(/^(\/\.\.)+(?=\/)/, '');
}

function isBelow(path: string, prefix: string): boolean {
  return prefix === '' || path === prefix || path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`);
}

function containerOf(path: string): CgroupContainer | null {
  const segments = path.split('/');
  const index = segments.findLastIndex((segment, at) => isContainer(segment, segments[at + 1]));
  const id = CONTAINER_SEGMENT.exec(segments[index] ?? '')?.[1];
  if (id === undefined) return null;
  const above = segments.slice(0, index + 1).join('/');
  return { id, podUid: [...above.matchAll(POD_UID)].at(-1)?.[1]?.replaceAll('_', '-') ?? null };
}

function isContainer(segment: string, below: string | undefined): boolean {
  return CONTAINER_SEGMENT.test(segment) && !MONITOR.test(segment) && below !== MONITOR_OF_POD;
}
