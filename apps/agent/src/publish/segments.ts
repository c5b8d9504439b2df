import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/** An append-only run of bytes. A failed append leaves what was there before. */
export interface Segment {
  readonly number: number;
  readonly size: number;
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
}

const FILE_NAME = /^spool-(\d{10})\.log$/;

/** Segments as files of a folder. Written without fsync: the kernel keeps what a killed process wrote. */
export class FileSegments implements SegmentStore {
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  open(): Segment[] {
    const numbers = readdirSync(this.folder).flatMap((name) => FILE_NAME.exec(name)?.[1] ?? []);
    return numbers.sort().map((digits) => new FileSegment(this.path(Number(digits)), Number(digits), 'r'));
  }

  create(number: number): Segment {
    return new FileSegment(this.path(number), number, 'wx+');
  }

  private path(number: number): string {
    return join(this.folder, `spool-${String(number).padStart(10, '0')}.log`);
  }
}

class FileSegment implements Segment {
  private readonly file: number;
  size: number;

  constructor(
    private readonly path: string,
    readonly number: number,
    mode: 'r' | 'wx+',
  ) {
    this.file = openSync(path, mode);
    this.size = mode === 'wx+' ? 0 : readFileSync(path).length;
  }

  append(bytes: Buffer): void {
    try {
      let written = 0;
      while (written < bytes.length) {
        written += writeSync(this.file, bytes, written, bytes.length - written, this.size + written);
      }
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

  remove(): void {
    this.close();
    rmSync(this.path, { force: true });
  }

  close(): void {
    closeSync(this.file);
  }
}

/** Segments in memory, for where no folder can be written: what is unsent dies with the process. */
export class MemorySegments implements SegmentStore {
  open(): Segment[] {
    return [];
  }

  create(number: number): Segment {
    return new MemorySegment(number);
  }
}

class MemorySegment implements Segment {
  private bytes = Buffer.alloc(64 * 1024);
  size = 0;

  constructor(readonly number: number) {}

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
