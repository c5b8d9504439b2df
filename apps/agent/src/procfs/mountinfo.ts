/** Files that every runtime mounts into a container from a folder named after it. */
const RUNTIME_FILES = new Set(['/etc/hostname', '/etc/resolv.conf', '/etc/hosts']);

/**
 * The id of the container a process runs in, from its `mountinfo`: in Kubernetes that of the pod's sandbox, whose files
 * they are. Null where there is none.
 */
export function parseMountedContainer(text: string): string | null {
  for (const line of text.split('\n')) {
    const [, , , root = '', mountPoint = ''] = line.split(' ');
    const id = RUNTIME_FILES.has(mountPoint) ? /\/([0-9a-f]{64})\//.exec(root)?.[1] : undefined;
    if (id !== undefined) return id;
  }
  return null;
}
