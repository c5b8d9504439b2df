import { hostname, release, uptime } from 'node:os';
import { readText } from '../procfs/files.js';
import { parseBootedAt } from '../procfs/stat.js';

/** What names this life of the kernel. */
export interface Kernel {
  /** The boot id; all counters begin anew with it. */
  readonly boot: string;
  /** ms since 1970. */
  readonly bootedAt: number;
  readonly release: string;
}

/** Reads which kernel this is. A kernel without a boot id (some sandboxes) is named by when it started. */
export function readKernel(procRoot: string, wallMs: number): Kernel {
  const stat = readText(`${procRoot}/stat`);
  const bootedAt = (stat === null ? null : parseBootedAt(stat)) ?? Math.round(wallMs - uptime() * 1000);
  const boot = readText(`${procRoot}/sys/kernel/random/boot_id`)?.trim() || `booted-${bootedAt}`;
  return { boot, bootedAt, release: readText(`${procRoot}/sys/kernel/osrelease`)?.trim() || release() };
}

/** The label people know the host by: as set, as Docker calls it (an agent in a container has a name of its own), as here. */
export function hostLabel(configured: string | null, fromDocker: string | null): string {
  return configured ?? fromDocker ?? hostname();
}
