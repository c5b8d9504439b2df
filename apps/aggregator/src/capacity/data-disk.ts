import { statfs } from 'node:fs/promises';
import type { Disk } from './fill.js';

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|)$/;

/** Why the room around the database is unknown: for people. */
export const DISK_UNKNOWN =
  'The database runs on another machine, or its user may not know where its files are: watch its disk there.';

/** The file system of the database's files, where it runs on this machine and lets its user know where; else null. */
export async function readDataDisk(databaseUrl: string, dataDirectory: string | null): Promise<Disk | null> {
  if (dataDirectory === null || !LOOPBACK.test(new URL(databaseUrl).hostname)) return null;
  try {
    const { bsize, bavail, blocks } = await statfs(dataDirectory);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch {
    // In a container of its own, at an address of this machine: its paths are not ours.
    return null;
  }
}
