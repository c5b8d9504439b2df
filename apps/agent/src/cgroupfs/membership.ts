/** The place of a container in one hierarchy of cgroups. */
export interface CgroupMembership {
  /** `cpu`, `cpuacct`, `memory` … in version 1; empty in version 2. */
  readonly controllers: readonly string[];
  /** The container's own cgroup, not one that it made below. */
  readonly path: string;
}

/**
 * Parses a `/proc/<pid>/cgroup` of a container's process: a `hierarchy:controllers:path` on each line. A path is cut after
 * the container's id, since a container may put its processes in cgroups of its own; lines without the id are left out.
 */
export function parseMemberships(text: string, container: string): CgroupMembership[] {
  return text.split('\n').flatMap((line) => {
    const [, controllers = '', path = ''] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    const own = cutAfter(path, container);
    // Named hierarchies (`name=systemd`) have no controllers, which would look like version 2.
    if (own === null || controllers.startsWith('name=')) return [];
    return [{ controllers: controllers === '' ? [] : controllers.split(','), path: own }];
  });
}

function cutAfter(path: string, container: string): string | null {
  const segments = path.split('/');
  const last = segments.findLastIndex((segment) => container !== '' && segment.includes(container));
  return last < 0 ? null : segments.slice(0, last + 1).join('/');
}
