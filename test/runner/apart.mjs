import { spawnSync } from 'node:child_process';
import process from 'node:process';

const NAMESPACES = ['--net', '--pid', '--mount', '--fork', '--kill-child', '--mount-proc', '--propagation', 'private'];
/** The file system keeps names of network namespaces and shows interfaces: both of this machine apart. */
const SCRIPT = `
set -e
ip link set lo up
mkdir -p /run/netns
mount -t tmpfs tmpfs /run/netns
groups=$(mktemp -d)
mount --rbind /sys/fs/cgroup "$groups"
mount -t sysfs sysfs /sys
mount --rbind "$groups" /sys/fs/cgroup
umount --lazy --recursive "$groups"
rmdir "$groups"
set +e
"$@"
exit $?`;

/**
 * A command as it runs apart from everything else on this machine, with processes and interfaces of its own; no other network
 * is reached from there. Who may not do that gets the command as it is: interfaces come and go by root's hand alone.
 */
export function apart(command, args) {
  const inside = (...inner) => ['unshare', [...NAMESPACES, 'sh', '-c', SCRIPT, 'apart', ...inner]];
  const [unshare, trial] = inside('true');
  const isPossible = process.getuid?.() === 0 && spawnSync(unshare, trial).status === 0;
  return isPossible ? inside(command, ...args) : [command, args];
}
