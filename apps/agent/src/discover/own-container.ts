import { showsCgroupNamespace } from '../procfs/cgroup.js';
import { readText } from '../procfs/files.js';
import { parseMountedContainer } from '../procfs/mountinfo.js';

/**
 * The container that the agent itself runs in, where cgroups do not name it: in a cgroup namespace of its own, which is
 * what engines give on cgroup v2. Without it the agent's container would be the only one of the host that is not found.
 */
export function ownContainer(procRoot: string, hostPid: number): string | null {
  if (!showsCgroupNamespace(readText(`${procRoot}/${hostPid}/cgroup`) ?? '')) return null;
  return parseMountedContainer(readText(`${procRoot}/self/mountinfo`) ?? '');
}
