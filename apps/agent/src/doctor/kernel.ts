import { existsSync } from 'node:fs';
import { type Finding, foundBroken, foundUnknown, foundWell } from '@weir/model';
import type { Config } from '../config/config.js';
import { ownContainer } from '../discover/own-container.js';
import { ProcessScan } from '../discover/process-scan.js';
import { inodeOf, readText } from '../procfs/files.js';

type Roots = Pick<Config, 'procRoot' | 'sysRoot' | 'hostPid' | 'cgroupPrefix' | 'collectors'>;

/** Of a mount that hides other users' processes. */
const HIDEPID = /(?:^|,)hidepid=(?!0|off)([^,]+)/;

/** What the kernel shows of the host and of its containers. */
export function examineKernel(config: Roots): readonly Finding[] {
  return [...examineProc(config), ...examineSys(config)];
}

function examineProc({ procRoot, hostPid, cgroupPrefix }: Roots): readonly Finding[] {
  const device = `${procRoot}/${hostPid}/net/dev`;
  const own = readText('/proc/self/comm');
  if (readText(device) === null) {
    const remedy = "mount the host's /proc read-only and name the place in WEIR_PROC_ROOT";
    const hidden = hidingOf(procRoot);
    return [
      foundBroken('host /proc', `${device} cannot be read: ${hidden === null ? remedy : remedyOfHidden(hidden)}`),
    ];
  }
  if (procRoot === '/proc' && hostPid === 1 && readText('/proc/1/comm') === own) {
    const remedy = "mount the host's /proc and name the place in WEIR_PROC_ROOT";
    return [foundBroken('host /proc', `/proc is this container's own, not the host's: ${remedy}`)];
  }
  const scan = new ProcessScan(procRoot, { prefix: cgroupPrefix, own: ownContainer(procRoot, hostPid) });
  const members = scan.scan(true, Date.now());
  const containers = new Set(members.map(({ container }) => container)).size;
  const namespaces = new Set([inodeOf(device), ...members.map(({ inode }) => inode)]).size;
  return [
    foundWell('host /proc', `the host's interfaces are read from ${device}`),
    foundHidden(procRoot) ??
      foundWell('containers', `${containers} found by their cgroups, ${namespaces} network namespaces with the host's`),
  ];
}

/** Root sees all processes, whatever is hidden from others. */
function foundHidden(procRoot: string): Finding | null {
  const hiding = hidingOf(procRoot);
  if (hiding === null || process.getuid?.() === 0) return null;
  return foundBroken('containers', `other users' processes are hidden: ${remedyOfHidden(hiding)}`);
}

function remedyOfHidden(hiding: string): string {
  return `/proc is mounted with hidepid=${hiding}; remount it without, or with gid= of a group that the agent is in`;
}

/** The value of `hidepid` with which the root was mounted; null = none. */
export function hidingOf(procRoot: string, mounts = readText('/proc/self/mountinfo') ?? ''): string | null {
  const lines = mounts.split('\n').map((line) => line.split(' '));
  const mount = lines.findLast((fields) => fields[4] === procRoot);
  return HIDEPID.exec(mount?.at(-1) ?? '')?.[1] ?? null;
}

function examineSys({ sysRoot, collectors }: Roots): readonly Finding[] {
  const remedy = "mount the host's /sys read-only and name the place in WEIR_SYS_ROOT";
  const classes = `${sysRoot}/class/net`;
  const cgroups = `${sysRoot}/fs/cgroup`;
  return [
    existsSync(classes)
      ? foundWell('host /sys', `class, speed and state of interfaces are read from ${classes}`)
      : foundBroken(
          'host /sys',
          `${classes} cannot be read, so class, speed and state of interfaces are unknown: ${remedy}`,
        ),
    !collectors.has('container-state')
      ? foundUnknown('cgroups', 'the collector container-state is switched off')
      : existsSync(cgroups)
        ? foundWell('cgroups', `CPU and memory of containers are read from ${cgroups}`)
        : foundBroken('cgroups', `${cgroups} cannot be read, so CPU and memory of containers are unknown: ${remedy}`),
  ];
}
