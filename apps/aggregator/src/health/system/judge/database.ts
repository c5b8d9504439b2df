import { DISK_LEVELS, diskShare } from '../../../capacity/fill.js';
import type { SystemFindings } from '../findings.js';
import { bad, good, type Judged, unknown, warn } from '../part.js';

const SOON_FULL_DAYS = 14;

/** The database, and the room that it has. */
export function databaseOf({ database, growthBytesPerDay }: SystemFindings): Judged {
  if (!database)
    return unknown(
      'The size of the database is not known yet.',
      'It is looked at every minute. Nothing is to be done.',
    );
  const size = `The database takes ${gigabytes(database.bytes)}`;
  if (!database.disk) return good(`${size}. How much room is left cannot be seen from here: watch its disk there.`);
  const share = diskShare(database.disk);
  const days =
    growthBytesPerDay !== null && growthBytesPerDay > 0 ? database.disk.freeBytes / growthBytesPerDay : Infinity;
  const text = `${size}; its disk is ${Math.round(share * 100)} % full, ${gigabytes(database.disk.freeBytes)} are left${
    days < 365 ? `, at the pace of now for ${Math.floor(days)} days` : ''
  }.`;
  const remedy =
    'Keep something for less time (Settings, Storage) or give the disk more room. When it is full, nothing is stored any more.';
  if (share > (DISK_LEVELS[1] ?? 1)) return bad(text, remedy);
  return share > (DISK_LEVELS[0] ?? 1) || days < SOON_FULL_DAYS ? warn(text, remedy) : good(text);
}

const gigabytes = (bytes: number): string =>
  bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
