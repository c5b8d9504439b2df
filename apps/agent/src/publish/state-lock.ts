import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSystemError, readText } from '../procfs/files.js';
import { parseStartedAfterBootMs } from '../procfs/stat.js';

/** Where other processes are looked for. */
export interface ProcessView {
  /** The host's, where it is mounted: an agent in another container has the same process id, not the same start. */
  readonly procRoot: string;
  /** The kernel's boot id. */
  readonly boot: string;
}

const LOCK_FILE = 'agent.lock';

/**
 * Takes the state folder for this process alone; gives what returns it. The lock names its holder by what outlives
 * nobody (boot, start and command line), so that one left behind by a killed agent is taken over.
 */
export function takeLock(folder: string, { procRoot, boot }: ProcessView): () => void {
  const path = join(folder, LOCK_FILE);
  const self = describeProcess('/proc/self', boot) ?? '';
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
  return pidsOf(procRoot).some((pid) => describeProcess(`${procRoot}/${pid}`, boot) === holder);
}

/** None where they cannot be listed: the collectors say so, and the folder is not what is wrong. */
function pidsOf(procRoot: string): string[] {
  try {
    return readdirSync(procRoot).filter((name) => /^\d+$/.test(name));
  } catch (error) {
    if (isSystemError(error)) return [];
    throw error;
  }
}

/** Null where the kernel does not tell. */
function describeProcess(path: string, boot: string): string | null {
  const stat = readText(`${path}/stat`);
  const startedMs = stat === null ? null : parseStartedAfterBootMs(stat);
  const command = startedMs === null ? null : readText(`${path}/cmdline`);
  return command === null ? null : JSON.stringify({ boot, startedMs, command: command.split('\0').slice(0, -1) });
}
