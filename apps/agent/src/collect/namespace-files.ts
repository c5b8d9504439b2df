import { type FileRead, readBytes } from '../procfs/files.js';
import { HeldFile, type HoldingLimit } from '../procfs/held-file.js';

/** The files of a network namespace that its reader reads, by their names below `net/`. */
export type NamespaceFile = 'dev' | 'igmp';

/** Reads files of one network namespace. */
export interface NamespaceFiles {
  /** Through a process; the bytes are valid until the next read. Null where that process is no way into the namespace. */
  read(file: NamespaceFile, pid: number): Buffer | null;
  close(): void;
}

/** Opens a file at each read: for a namespace that is the one which some process happens to be in. */
export class OpenedFiles implements NamespaceFiles {
  /** `inode` guards against a process id that now belongs to a process elsewhere; null accepts any. */
  constructor(
    private readonly procRoot: string,
    private readonly inode: number | null,
  ) {}

  read(file: NamespaceFile, pid: number): Buffer | null {
    const read = readBytes(`${this.procRoot}/${pid}/net/${file}`);
    return read && this.isRight(file, read) ? read.bytes : null;
  }

  close(): void {
    return undefined;
  }

  private isRight(file: NamespaceFile, { inode }: FileRead): boolean {
    return file !== 'dev' || this.inode === null || inode === this.inode;
  }
}

/** Holds the files open, whichever process they were opened through: as long as they can be read, they are the same. */
export class HeldFiles implements NamespaceFiles {
  private readonly held = new Map<NamespaceFile, HeldFile>();
  private readonly opened: OpenedFiles;

  constructor(
    private readonly procRoot: string,
    private readonly inode: number,
    private readonly limit: HoldingLimit,
  ) {
    this.opened = new OpenedFiles(procRoot, inode);
  }

  read(file: NamespaceFile, pid: number): Buffer | null {
    const bytes = this.held.get(file)?.read();
    if (bytes) return bytes;
    this.drop(file);
    const fresh = HeldFile.open(`${this.procRoot}/${pid}/net/${file}`, this.limit);
    if (!fresh) return this.opened.read(file, pid);
    this.held.set(file, fresh);
    const isRight = file !== 'dev' || fresh.inode === this.inode;
    const first = isRight ? fresh.read() : null;
    if (!first) this.drop(file);
    return first;
  }

  close(): void {
    for (const file of [...this.held.keys()]) this.drop(file);
  }

  private drop(file: NamespaceFile): void {
    this.held.get(file)?.close();
    this.held.delete(file);
  }
}
