import { readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSystemError, readText } from '../procfs/files.js';
import { parseStartedAfterBootMs } from '../procfs/stat.js';

/** Where other processes are looked for. */
export interface ProcessView {
  /** The host's, where it is mounted: there an agent in another container has a process id of its own. */
  readonly procRoot: string;
  /** The kernel's boot id. */
  readonly boot: string;
}

const LOCK_FILE = 'agent.lock';

/**
 * Takes the state folder for this process alone; gives what returns it. The lock names its holder by what outlives
 * nobody (boot, process id, start and command line), so that one left behind by a killed agent is taken over.
 */
export function takeLock(folder: string, { procRoot, boot }: ProcessView): () => void {
  const path = join(folder, LOCK_FILE);
  const self = describeSelf(procRoot, boot) ?? describeSelf('/proc', boot) ?? '';
  const holder = readText(path);
  if (holder && isRunning(holder, procRoot, boot)) throw usedByAnother(folder);
  if (holder !== null) rmSync(path, { force: true });
  if (!write(path, self)) throw usedByAnother(folder);
  return () => {
    if (readText(path) === self) rmSync(path, { force: true });
  };
}

function usedByAnother(folder: string): Error {
  return new Error(
    `another agent uses ${folder}: stop it, or give this one a folder of its own by WEIR_STATE_DIR (two on one folder would count everything twice)`,
  );
}

/** False where another agent that starts at the same moment was faster. */
function write(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === 'EEXIST') return false;
    // What waits in the spool must get out of a full disk, lock or not.
    if (error.code !== 'ENOSPC' && error.code !== 'EDQUOT') throw error;
  }
  return true;
}

function isRunning(holder: string, procRoot: string, boot: string): boolean {
  const pid = /"pid":"(\d+)"/.exec(holder)?.[1];
  return pid !== undefined && describeProcess(procRoot, pid, boot) === holder;
}

/** Under a proc root its own process id is what that root calls it. Null where the root knows no such process. */
function describeSelf(procRoot: string, boot: string): string | null {
  try {
    return describeProcess(procRoot, readlinkSync(join(procRoot, 'self')), boot);
  } catch (error) {
    if (isSystemError(error)) return null;
    throw error;
  }
}

/** Null where the kernel does not tell. Two agents may start within one tick of its clock: the id tells them apart. */
function describeProcess(procRoot: string, pid: string, boot: string): string | null {
  const stat = readText(`${procRoot}/${pid}/stat`);
  const startedMs = stat === null ? null : parseStartedAfterBootMs(stat);
  const command = startedMs === null ? null : readText(`${procRoot}/${pid}/cmdline`);
  return command === null ? null : JSON.stringify({ pid, boot, startedMs, command: command.split('\0').slice(0, -1) });
}
