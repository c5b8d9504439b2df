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
  private held: Partial<Record<NamespaceFile, HeldFile>> = {};
  private readonly opened: OpenedFiles;

  constructor(
    private readonly procRoot: string,
    private readonly inode: number,
    private readonly limit: HoldingLimit,
  ) {
    this.opened = new OpenedFiles(procRoot, inode);
  }

  read(file: NamespaceFile, pid: number): Buffer | null {
    const bytes = this.held[file]?.read();
    if (bytes) return bytes;
    if (file !== 'dev') return this.held.dev ? null : this.opened.read(file, pid);
    return this.hold(pid) ?? this.opened.read(file, pid);
  }

  close(): void {
    for (const file of Object.values(this.held)) file.close();
    this.held = {};
  }

  /** All through one process, so that they are of one namespace. */
  private hold(pid: number): Buffer | null {
    this.close();
    const dev = HeldFile.open(`${this.procRoot}/${pid}/net/dev`, this.limit);
    const igmp = dev && HeldFile.open(`${this.procRoot}/${pid}/net/igmp`, this.limit);
    this.held = { ...(dev && { dev }), ...(igmp && { igmp }) };
    const bytes = dev?.inode === this.inode ? dev.read() : null;
    if (!bytes) this.close();
    return bytes;
  }
}
