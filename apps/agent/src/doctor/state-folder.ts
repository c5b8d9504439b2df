import { existsSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Finding, foundBroken, foundUnknown, foundWell, isUuid } from '@weir/model';
import { isSystemError, readText } from '../procfs/files.js';
import { segmentBytesIn } from '../publish/segments.js';
import { HOST_ID_FILE } from '../publish/state-folder.js';

/** The spool's folder, the room for it, and the host's id in it. A running agent is not disturbed. */
export function examineStateFolder(folder: string, spoolBytes: number): readonly Finding[] {
  const refusal = refusalOf(folder);
  if (refusal !== null) {
    const text = `${folder} cannot be written (${refusal}), so what passes between two lives of the agent is lost`;
    return [foundBroken('spool', `${text}: let uid ${process.getuid?.() ?? '?'} write it, or set WEIR_STATE_DIR`)];
  }
  const place = nearestExisting(folder);
  const { bavail, bsize } = statfsSync(place);
  const [freeBytes, takenBytes] = [bavail * bsize, segmentBytesIn(folder)];
  const [free, taken, most] = [freeBytes, takenBytes, spoolBytes].map(mebibytes);
  const room = `${free} MiB are free beside ${taken} MiB of the spool, which takes at most ${most} MiB`;
  return [
    freeBytes + takenBytes >= spoolBytes
      ? foundWell('spool', `${folder} can be written; ${room}`)
      : foundBroken('spool', `${room} on the disk of ${place}: make room, or set a smaller WEIR_SPOOL_MB`),
    foundHostId(folder),
  ];
}

function foundHostId(folder: string): Finding {
  const file = join(folder, HOST_ID_FILE);
  const id = readText(file)?.trim();
  if (id === undefined)
    return foundUnknown('host id', existsSync(file) ? `${file} cannot be read` : 'is made at the first start');
  if (isUuid(id)) return foundWell('host id', id);
  return foundBroken(
    'host id',
    `${file} holds no UUID in lower case: put the host's id back, or remove it for a new host`,
  );
}

/** The system's code; null = it can be written. Of a folder that is not there yet, whether one can be made there. */
function refusalOf(folder: string): string | null {
  try {
    // Rights tell less: a disk may be full or read-only, and a file system may make no folders.
    const trial = mkdtempSync(join(nearestExisting(folder), '.weir-doctor-'));
    try {
      writeFileSync(join(trial, 'trial'), 'weir', { flush: true });
    } finally {
      rmSync(trial, { recursive: true });
    }
    return null;
  } catch (error) {
    if (isSystemError(error)) return error.code ?? 'unknown';
    throw error;
  }
}

function nearestExisting(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestExisting(dirname(path));
}

const mebibytes = (bytes: number): number => Math.floor(bytes / 1_048_576);
