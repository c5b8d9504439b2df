import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';

/** The bytes of a file and the inode they came from; the bytes are valid until the next read. */
export interface FileRead {
  readonly bytes: Buffer;
  readonly inode: number;
}

let buffer = Buffer.allocUnsafe(64 * 1024);

/**
 * Reads a kernel file into one reused buffer. Null where it cannot be read: under /proc that is an everyday event (the
 * process ended), not a failure.
 */
export function readBytes(path: string): FileRead | null {
  try {
    const file = openSync(path, 'r');
    try {
      return { inode: fstatSync(file).ino, bytes: readToEnd(file) };
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (isSystemError(error)) return null;
    throw error;
  }
}

/** Reads a small text file; null where it cannot be read. */
export function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isSystemError(error)) return null;
    throw error;
  }
}

/** The inode of a file, which for `<pid>/net/dev` names the network namespace; null where it cannot be read. */
export function inodeOf(path: string): number | null {
  try {
    return statSync(path).ino;
  } catch (error) {
    if (isSystemError(error)) return null;
    throw error;
  }
}

/** The kernel hands out such files a page at a time, so only an empty read is the end. */
function readToEnd(file: number): Buffer {
  let length = 0;
  for (;;) {
    if (length === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafe(buffer.length)]);
    const count = readSync(file, buffer, length, buffer.length - length, null);
    if (count === 0) return buffer.subarray(0, length);
    length += count;
  }
}

/** Whether an error came from the operating system, as against one of ours. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  // Not `instanceof Error`: where code runs in a context of its own, as in tests, the system's errors are of another.
  return typeof error === 'object' && error !== null && 'syscall' in error && 'code' in error;
}
