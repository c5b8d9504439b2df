import { STREAM } from '@weir/model';

/** How full the stream is that lies between agents and the store. */
export interface StreamFill {
  readonly bytes: number;
  /** Null where it has no limit. */
  readonly maxBytes: number | null;
  /** Messages that are not stored yet. */
  readonly waiting: number;
}

/** How much room the database takes and has. */
export interface DatabaseFill {
  readonly bytes: number;
  readonly tableBytes: ReadonlyMap<string, number>;
  /** Of the file system that its files are on; null where that cannot be seen from here. */
  readonly disk: Disk | null;
}

export interface Disk {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

export const STREAM_LEVELS = [0.5, 0.8];
export const DISK_LEVELS = [0.8, 0.9];

/** How full, 0 to 1; 0 where there is no limit. */
export function streamShare({ bytes, maxBytes }: StreamFill): number {
  return maxBytes === null || maxBytes === 0 ? 0 : bytes / maxBytes;
}

export function diskShare({ freeBytes, totalBytes }: Disk): number {
  return totalBytes === 0 ? 0 : 1 - freeBytes / totalBytes;
}

/** What a stream over one of its levels means, and what to do. */
export function streamWarning(fill: StreamFill): string {
  const full = `the stream ${STREAM} is ${percent(streamShare(fill))} full (${megabytes(fill.bytes)} of ${megabytes(fill.maxBytes ?? 0)}, ${fill.waiting} messages wait)`;
  return `${full}: when it is full, agents keep what they count on their own disks; look whether the database answers, run more processes with the role ingest, or give the stream a greater max_bytes`;
}

/** What a file system over one of its levels means, and what to do. */
export function diskWarning(disk: Disk, databaseBytes: number): string {
  const full = `the file system of the database is ${percent(diskShare(disk))} full (${megabytes(disk.freeBytes)} left, the database takes ${megabytes(databaseBytes)})`;
  return `${full}: when it is full, nothing is stored any more; keep something for less time (mutation setRetention) or give it more room`;
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
