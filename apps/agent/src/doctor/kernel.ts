import { existsSync } from 'node:fs';
import { type Finding, foundBroken, foundUnknown, foundWell } from '@weir/model';
import type { Config } from '../config/config.js';
import { ownContainer } from '../discover/own-container.js';
import { ProcessScan } from '../discover/process-scan.js';
import { inodeOf, readText } from '../procfs/files.js';

type Roots = Pick<Config, 'procRoot' | 'sysRoot' | 'hostPid' | 'cgroupPrefix' | 'collectors'>;

/** Of a mount that hides other users' processes. */
const HIDEPID = /(?:^|,)hidepid=(?!0|off)([^,]+)/;

const SYS_REMEDY = "mount the host's /sys read-only and name the place in WEIR_SYS_ROOT";

/** What the kernel shows of the host and of its containers. */
export function examineKernel(config: Roots): readonly Finding[] {
  return [...examineProc(config), ...examineSys(config)];
}

function examineProc({ procRoot, hostPid, cgroupPrefix }: Roots): readonly Finding[] {
  const device = `${procRoot}/${hostPid}/net/dev`;
  const fault = foundProcFault(procRoot, hostPid, device);
  if (fault) return [fault];
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

/** Why the host's own interfaces cannot be read; null where they can. */
function foundProcFault(procRoot: string, hostPid: number | 'self', device: string): Finding | null {
  if (readText(device) === null) {
    const remedy = "mount the host's /proc read-only and name the place in WEIR_PROC_ROOT";
    const hiding = hidingOf(procRoot);
    return foundBroken('host /proc', `${device} cannot be read: ${hiding === null ? remedy : remedyOfHidden(hiding)}`);
  }
  if (procRoot === '/proc' && hostPid === 1 && readText('/proc/1/comm') === readText('/proc/self/comm')) {
    const remedy = "mount the host's /proc and name the place in WEIR_PROC_ROOT";
    return foundBroken('host /proc', `/proc is this container's own, not the host's: ${remedy}`);
  }
  return null;
}

/** From whom hidden processes are not hidden (root, the mount's group, who may trace them), the first process tells. */
export function foundHidden(procRoot: string, mounts?: string): Finding | null {
  const hiding = hidingOf(procRoot, mounts);
  if (hiding === null || readText(`${procRoot}/1/cgroup`) !== null) return null;
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
  const classes = `${sysRoot}/class/net`;
  const unknown = `${classes} cannot be read, so class, speed and state of interfaces are unknown`;
  return [
    existsSync(classes)
      ? foundWell('host /sys', `class, speed and state of interfaces are read from ${classes}`)
      : foundBroken('host /sys', `${unknown}: ${SYS_REMEDY}`),
    foundCgroups(`${sysRoot}/fs/cgroup`, collectors.has('container-state')),
  ];
}

function foundCgroups(folder: string, isCollected: boolean): Finding {
  if (!isCollected) return foundUnknown('cgroups', 'the collector container-state is switched off');
  if (existsSync(folder)) return foundWell('cgroups', `CPU and memory of containers are read from ${folder}`);
  const unknown = `${folder} cannot be read, so CPU and memory of containers are unknown`;
  return foundBroken('cgroups', `${unknown}: ${SYS_REMEDY}`);
}
