import { type Dirent, readdirSync } from 'node:fs';
import { isSystemError, readText } from '../procfs/files.js';
import { type CgroupMembership, parseMemberships } from './membership.js';

/** A cgroup's directory, and the version of the interface in it. */
export interface CgroupDirectory {
  readonly version: 1 | 2;
  readonly path: string;
}

/** Where a container's CPU and memory are told; null where this host does not tell it. */
export interface ContainerCgroups {
  readonly cpu: CgroupDirectory | null;
  readonly memory: CgroupDirectory | null;
}

const CPU = { controller: 'cpuacct', v1File: 'cpuacct.usage', v2File: 'cpu.stat' } as const;
const MEMORY = { controller: 'memory', v1File: 'memory.usage_in_bytes', v2File: 'memory.current' } as const;
type Resource = typeof CPU | typeof MEMORY;

/** A mount point of a hierarchy, below `<sys>/fs/cgroup`, with the file that shows that a directory is a cgroup of it. */
interface Mount {
  readonly version: 1 | 2;
  readonly path: string;
  readonly file: string;
}

/** Deeper than Kubernetes inside Docker. */
const MAX_DEPTH = 12;

/**
 * Finds a container's cgroups below `root` (`<sys>/fs/cgroup`), from the `/proc/<pid>/cgroup` of one of its processes.
 * Works for version 1, 2 and both at once. May search the whole tree: look once for each container, not at every tick.
 */
export function locateCgroups(root: string, cgroupText: string, container: string): ContainerCgroups {
  const memberships = parseMemberships(cgroupText, container);
  return {
    cpu: locate(root, memberships, container, CPU),
    memory: locate(root, memberships, container, MEMORY),
  };
}

function locate(
  root: string,
  memberships: readonly CgroupMembership[],
  container: string,
  resource: Resource,
): CgroupDirectory | null {
  // The controller is in one hierarchy only; version 1 names it.
  const membership =
    memberships.find(({ controllers }) => controllers.includes(resource.controller)) ??
    memberships.find(({ controllers }) => controllers.length === 0);
  if (membership === undefined) return null;
  const mounts = mountsOf(root, membership.controllers, resource);
  return byPath(mounts, membership.path) ?? bySearch(mounts, container);
}

function mountsOf(root: string, controllers: readonly string[], resource: Resource): Mount[] {
  if (controllers.length === 0) return version2Roots(root).map((path) => ({ version: 2, path, file: resource.v2File }));
  const names = new Set([controllers.join(','), resource.controller]);
  return [...names].map((name) => ({ version: 1, path: `${root}/${name}`, file: resource.v1File }));
}

/** Version 2 is the whole tree, or is mounted in it beside the hierarchies of version 1. */
function version2Roots(root: string): string[] {
  return [root, `${root}/unified`].filter((path) => readText(`${path}/cgroup.controllers`) !== null);
}

function byPath(mounts: readonly Mount[], path: string): CgroupDirectory | null {
  const mount = mounts.find((candidate) => readText(`${candidate.path}${path}/${candidate.file}`) !== null);
  return mount ? { version: mount.version, path: `${mount.path}${path}` } : null;
}

/** A reader in a cgroup namespace of its own is told paths relative to itself (`/../<id>`), which lead nowhere. */
function bySearch(mounts: readonly Mount[], container: string): CgroupDirectory | null {
  for (const mount of mounts) {
    const path = findDirectory(mount.path, container, MAX_DEPTH);
    if (path !== null && readText(`${path}/${mount.file}`) !== null) return { version: mount.version, path };
  }
  return null;
}

function findDirectory(path: string, container: string, depth: number): string | null {
  const names = subdirectories(path);
  const found = names.find((name) => name.includes(container) && !name.includes('-conmon-'));
  if (found !== undefined) return `${path}/${found}`;
  if (depth === 0) return null;
  for (const name of names) {
    const below = findDirectory(`${path}/${name}`, container, depth - 1);
    if (below !== null) return below;
  }
  return null;
}

function subdirectories(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true }).flatMap((entry: Dirent) =>
      entry.isDirectory() ? entry.name : [],
    );
  } catch (error) {
    if (isSystemError(error)) return [];
    throw error;
  }
}
