import { createHash, randomUUID } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isUuid } from '@weir/model';
import { isSystemError, readText } from '../procfs/files.js';
import { FileSegments, MemorySegments, type SegmentStore } from './segments.js';
import { type ProcessView, takeLock } from './state-lock.js';

/** What the agent keeps between its lives. */
export interface StateFolder {
  readonly hostId: string;
  /** Where small files can be kept; null where nothing can. */
  readonly path: string | null;
  readonly segments: SegmentStore;
  /** The bound where nothing can be kept but in memory; null where there is a disk. */
  readonly memoryBytes: number | null;
  /** Why nothing can be kept, in one sentence; null where all is well. */
  readonly problem: string | null;
  /** Lets another agent have it. */
  release(): void;
}

/** In the state folder. */
export const HOST_ID_FILE = 'host-id';
const MAX_MEMORY_BYTES = 33_554_432;

/**
 * Opens the state folder. Where it cannot be written, the agent still counts: it spools in memory, and takes an id that
 * `fallback` (what names this kernel) always gives. Throws where another agent uses the folder, or its id cannot be read.
 */
export function openStateFolder(folder: string, fallback: string, processes: ProcessView): StateFolder {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK);
    const release = takeLock(folder, processes);
    return {
      hostId: ensureHostId(folder),
      path: folder,
      segments: new FileSegments(folder),
      memoryBytes: null,
      problem: null,
      release,
    };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const problem = `${folder} cannot be written (${error.code}): what passes between two lives of the agent is lost and shown as a gap; set WEIR_STATE_DIR to a writable folder`;
    return { ...inMemory(readHostId(folder) ?? derivedId(fallback)), problem };
  }
}

/** Nothing is kept, and a folder that another agent uses is left alone: only the host's id is read, where it can be. */
export function lookAtStateFolder(folder: string, fallback: string): StateFolder {
  return inMemory(keptHostId(folder) ?? derivedId(fallback));
}

/** The host's id as a folder keeps it; null where none can be read, or it is none. */
export function keptHostId(folder: string): string | null {
  const text = readText(join(folder, HOST_ID_FILE))?.trim() ?? '';
  return isUuid(text) ? text : null;
}

/** Node's own `recursive` never ends where a file system makes no folders and calls them missing, as `/proc` does. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another agent was faster.
    if (!isSystemError(error) || error.code !== 'EEXIST') throw error;
  }
}

function inMemory(hostId: string): StateFolder {
  const segments = new MemorySegments();
  return { hostId, path: null, segments, memoryBytes: MAX_MEMORY_BYTES, problem: null, release: () => undefined };
}

function ensureHostId(folder: string): string {
  const known = readHostId(folder);
  if (known !== null) return known;
  const fresh = randomUUID();
  // Whole or not at all, whatever ends the process: with an empty one the agent would never start again.
  writeFileSync(join(folder, `${HOST_ID_FILE}.new`), `${fresh}\n`, { flush: true });
  renameSync(join(folder, `${HOST_ID_FILE}.new`), join(folder, HOST_ID_FILE));
  return fresh;
}

function readHostId(folder: string): string | null {
  const path = join(folder, HOST_ID_FILE);
  try {
    const id = readFileSync(path, 'utf8').trim();
    if (isUuid(id)) return id;
    throw new Error(
      `${path} does not hold a UUID in lower case: put the host's id back, or remove the file to start as a new host`,
    );
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    // The host has an identity; under another one it would show as a second host.
    throw new Error(
      `${path} cannot be read (${error.code}): make it readable for the agent, since it names this host`,
      {
        cause: error,
      },
    );
  }
}

function derivedId(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
