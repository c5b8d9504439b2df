import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { isSystemError } from '../procfs/files.js';

/** An append-only run of bytes. A failed append leaves what was there before. */
export interface Segment {
  readonly number: number;
  readonly size: number;
  /** Whether any message in it may ever have been sent. */
  readonly handed: boolean;
  /** Notes that messages in it are sent from now on; throws where that cannot be kept over a restart. */
  hand(): void;
  append(bytes: Buffer): void;
  read(offset: number, length: number): Buffer;
  /** Closes it and frees its space. */
  remove(): void;
  close(): void;
}

/** Where segments are kept. */
export interface SegmentStore {
  /** The segments of an earlier life, oldest first. */
  open(): Segment[];
  create(number: number): Segment;
  /** Puts other bytes in the place of a segment of which nothing was sent: all of them or, where it throws, none. */
  replace(segment: Segment, bytes: Buffer): Segment;
}

const FILE_NAME = /^spool-(\d{10})\.(log|unsent)$/;
const TEMPORARY_NAME = /^spool-\d{10}\.new$/;

/** What the segments in a folder take, also while an agent runs on it; 0 where there is none. */
export function segmentBytesIn(folder: string): number {
  if (!existsSync(folder)) return 0;
  const names = readdirSync(folder).filter((name) => FILE_NAME.test(name));
  return names.reduce((sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0), 0);
}

/**
 * Segments as files of a folder, `.unsent` until the first message is sent, then `.log`. Written without fsync: the kernel
 * keeps what a killed process wrote.
 */
export class FileSegments implements SegmentStore {
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  open(): Segment[] {
    const names = readdirSync(this.folder);
    for (const name of names) if (TEMPORARY_NAME.test(name)) rmSync(join(this.folder, name), { force: true });
    return names.sort().flatMap((name) => {
      const digits = FILE_NAME.exec(name)?.[1];
      return digits === undefined ? [] : this.existing(name, Number(digits));
    });
  }

  create(number: number): Segment {
    const path = this.path(number, 'unsent');
    return new FileSegment(path, number, openSync(path, 'wx+'), 0);
  }

  replace(segment: Segment, bytes: Buffer): Segment {
    const path = this.path(segment.number, 'unsent');
    const temporary = this.path(segment.number, 'new');
    const file = openSync(temporary, 'w+');
    try {
      writeWhole(file, bytes, 0);
      // What it replaces may have been on the disk itself, not only in the kernel's memory.
      fsyncSync(file);
      renameSync(temporary, path);
    } catch (error) {
      closeSync(file);
      rmSync(temporary, { force: true });
      throw error;
    }
    syncFolder(this.folder);
    segment.close();
    return new FileSegment(path, segment.number, file, bytes.length);
  }

  private existing(name: string, number: number): Segment {
    const path = join(this.folder, name);
    const file = openSync(path, 'r');
    return new FileSegment(path, number, file, fstatSync(file).size);
  }

  private path(number: number, kind: 'log' | 'unsent' | 'new'): string {
    return join(this.folder, `spool-${String(number).padStart(10, '0')}.${kind}`);
  }
}

class FileSegment implements Segment {
  constructor(
    private path: string,
    readonly number: number,
    private readonly file: number,
    public size: number,
  ) {}

  get handed(): boolean {
    return this.path.endsWith('.log');
  }

  /** A new name needs no room on a full disk. */
  hand(): void {
    if (this.handed) return;
    const path = this.path.replace(/unsent$/, 'log');
    renameSync(this.path, path);
    this.path = path;
  }

  append(bytes: Buffer): void {
    try {
      writeWhole(this.file, bytes, this.size);
      this.size += bytes.length;
    } catch (error) {
      // Frees what a full disk took of it; were this to fail too, the next append overwrites it.
      ftruncateSync(this.file, this.size);
      throw error;
    }
  }

  read(offset: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    const count = readSync(this.file, bytes, 0, length, offset);
    if (count < length) throw new Error(`${this.path} ends before ${offset + length} bytes: it was cut while in use`);
    return bytes;
  }

  /** A disk that turned read-only must not end the counting: the next life finds it again, and what it sends twice counts once. */
  remove(): void {
    this.close();
    try {
      rmSync(this.path, { force: true });
    } catch (error) {
      if (!isSystemError(error)) throw error;
    }
  }

  close(): void {
    closeSync(this.file);
  }
}

function writeWhole(file: number, bytes: Buffer, position: number): void {
  for (let written = 0; written < bytes.length;) {
    written += writeSync(file, bytes, written, bytes.length - written, position + written);
  }
}

/** Only a power cut can tell whether it was done, and not every file system can do it. */
function syncFolder(folder: string): void {
  try {
    const file = openSync(folder, 'r');
    fsyncSync(file);
    closeSync(file);
  } catch {
    // The new name stands all the same, for everybody but a power cut.
  }
}

/** Segments in memory, for where no folder can be written: what is unsent dies with the process. */
export class MemorySegments implements SegmentStore {
  open(): Segment[] {
    return [];
  }

  create(number: number): Segment {
    return new MemorySegment(number, Buffer.alloc(64 * 1024), 0);
  }

  replace({ number }: Segment, bytes: Buffer): Segment {
    return new MemorySegment(number, bytes, bytes.length);
  }
}

class MemorySegment implements Segment {
  handed = false;

  constructor(
    readonly number: number,
    private bytes: Buffer,
    public size: number,
  ) {}

  hand(): void {
    this.handed = true;
  }

  append(bytes: Buffer): void {
    const needed = this.size + bytes.length;
    if (needed > this.bytes.length) this.bytes = Buffer.concat([this.bytes], Math.max(needed, this.bytes.length * 2));
    bytes.copy(this.bytes, this.size);
    this.size = needed;
  }

  read(offset: number, length: number): Buffer {
    return this.bytes.subarray(offset, offset + length);
  }

  remove(): void {
    this.bytes = Buffer.alloc(0);
  }

  close(): void {
    this.remove();
  }
}
