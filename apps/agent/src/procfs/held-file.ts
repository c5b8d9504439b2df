import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { isSystemError, readText } from './files.js';

/**
 * How many files may be held open at once: half of what the system allows this process, so that the rest of the agent
 * always gets its own.
 */
export class HoldingLimit {
  private held = 0;

  constructor(private readonly most: number) {}

  /** From the limits of this process. */
  static ofThisProcess(): HoldingLimit {
    const limit = /^Max open files\s+(\d+)/m.exec(readText('/proc/self/limits') ?? '')?.[1];
    return new HoldingLimit(Math.floor(Number(limit ?? DEFAULT_OPEN_FILES) / 2));
  }

  take(): boolean {
    if (this.held >= this.most) return false;
    this.held += 1;
    return true;
  }

  giveBack(): void {
    this.held -= 1;
  }
}

const DEFAULT_OPEN_FILES = 1_024;
/** The kernel prints at least a page at a time, and no line is longer than the margin. */
const PAGE_BYTES = 4_096;
const LINE_BYTES = 512;

let buffer = Buffer.allocUnsafeSlow(64 * 1024);

/**
 * A kernel file that stays open and is read anew each time, which takes a quarter of opening it each time. An open file
 * of a network namespace also keeps that namespace alive: it must be closed when the last process has left.
 */
export class HeldFile {
  private constructor(
    private readonly file: number,
    readonly inode: number,
    private readonly limit: HoldingLimit,
  ) {}

  /** Null where it cannot be opened, or too many are held already. */
  static open(path: string, limit: HoldingLimit): HeldFile | null {
    if (!limit.take()) return null;
    const file = orNull(() => openSync(path, 'r'));
    if (file === null) limit.giveBack();
    return file === null ? null : new HeldFile(file, fstatSync(file).ino, limit);
  }

  /** Its bytes, valid until the next read of any held file; null where it cannot be read. */
  read(): Buffer | null {
    const length = orNull(() => this.readToEnd());
    return length === null || length === 0 ? null : buffer.subarray(0, length);
  }

  close(): void {
    closeSync(this.file);
    this.limit.giveBack();
  }

  private readToEnd(): number {
    let length = 0;
    for (;;) {
      if (length === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafeSlow(buffer.length)]);
      const count = readSync(this.file, buffer, length, buffer.length - length, length);
      length += count;
      // Where another line would still have fitted into the kernel's page, there is none: no need to ask for the end.
      if (count === 0 || length < PAGE_BYTES - LINE_BYTES) return length;
    }
  }
}

function orNull<T>(attempt: () => T): T | null {
  try {
    return attempt();
  } catch (error) {
    if (isSystemError(error)) return null;
    throw error;
  }
}
