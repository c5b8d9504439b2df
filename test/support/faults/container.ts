import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProcess } from '../process.js';
import { runAtExit } from '../reaper.js';

/** A control group below which the kernel shows processes as containers of any runtime, without one. Needs root. */
export interface ContainerGroup {
  /** For WEIR_CGROUP_PREFIX. */
  readonly prefix: string;
  /** Makes a process a container's. */
  adopt(process: TestProcess, id: string): void;
}

export function createContainerGroup(): ContainerGroup {
  const prefix = `/weir-fault-${randomBytes(4).toString('hex')}`;
  const mount = existsSync('/sys/fs/cgroup/cgroup.procs') ? '/sys/fs/cgroup' : '/sys/fs/cgroup/pids';
  runAtExit(`find ${mount}${prefix} -depth -type d -exec rmdir {} \\; 2>/dev/null`);
  return {
    prefix,
    adopt: ({ pid }, id) => {
      const folder = join(mount, prefix, id);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'cgroup.procs'), String(pid));
    },
  };
}

/** A container id as runtimes give them. */
export function newContainerId(): string {
  return randomBytes(32).toString('hex');
}
