import { hostname, release, uptime } from 'node:os';
import { readText } from '../procfs/files.js';
import { parseBootedAt } from '../procfs/stat.js';
import { cleanText } from './clean-text.js';

const MAX_LABEL = 255;

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

const UPTIME_NAME = /^booted-(\d+)$/;
/** How far a clock that was set may move the time of a boot that is told by how long it is ago. */
const SAME_BOOT_MS = 600_000;

/**
 * The name of this boot. Without a boot id it is when the system started, as the clock has it now: the name that this
 * boot had before, where it can be the same one. To take two boots for one is harmless, since counters then fall.
 */
export function sameBoot(boot: string, before: string | null): string {
  const now = UPTIME_NAME.exec(boot)?.[1];
  const then = UPTIME_NAME.exec(before ?? '')?.[1];
  const isSame = now !== undefined && then !== undefined && Math.abs(Number(now) - Number(then)) < SAME_BOOT_MS;
  return isSame && before !== null ? before : boot;
}

/** The label people know the host by: as set, as Docker calls it (an agent in a container has a name of its own), as here. */
export function hostLabel(configured: string | null, fromDocker: string | null): string {
  return cleanText(configured ?? fromDocker ?? hostname(), MAX_LABEL);
}
