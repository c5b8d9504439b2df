const CONTAINER_ID = /[0-9a-f]{64}/;
/** Helpers of a runtime that live beside the container, and mounts named after it. */
const NOT_A_CONTAINER = /^(crio-conmon-|libpod-conmon-)|\.mount$/;

/**
 * The container a process belongs to, from its `/proc/<pid>/cgroup`: the last path segment that holds 64 hexadecimal
 * digits (`/docker/<id>`, `docker-<id>.scope`, `cri-containerd-<id>.scope`, `kubepods…/pod<uid>/<id>`), cgroup v1 and v2.
 * `prefix` keeps only containers below that cgroup. Null where the process is in none.
 */
export function parseContainerId(text: string, prefix = ''): string | null {
  for (const line of text.split('\n')) {
    const path = cgroupPath(line);
    if (path === null || !isBelow(path, prefix)) continue;
    const id = containerIdOf(path);
    if (id !== null) return id;
  }
  return null;
}

/** The path of a `hierarchy:controllers:path` line; a private cgroup namespace prints it as `/../…`. */
function cgroupPath(line: string): string | null {
  const match = /^\d+:[^:]*:(\/.*)$/.exec(line);
  return match?.[1] === undefined ? null : match[1].replace(/^(\/\.\.)+(?=\/)/, '');
}

function isBelow(path: string, prefix: string): boolean {
  return prefix === '' || path === prefix || path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`);
}

function containerIdOf(path: string): string | null {
  const segment = path.split('/').findLast((part) => CONTAINER_ID.test(part));
  if (segment === undefined || NOT_A_CONTAINER.test(segment)) return null;
  return CONTAINER_ID.exec(segment)?.[0] ?? null;
}
