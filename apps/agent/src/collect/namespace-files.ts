import { inodeOf, readBytes } from '../procfs/files.js';
import { HeldFile, type HoldingLimit } from '../procfs/held-file.js';

/** The files of a network namespace that are read again and again, by their names below `net/`. */
export type NamespaceFile = 'dev' | 'igmp' | 'snmp' | 'snmp6' | 'netstat';

/** Reads files of one network namespace. */
export interface NamespaceFiles {
  /** Through a process; the bytes are valid until the next read. Null where that process is no way into the namespace. */
  read(file: NamespaceFile, pid: number): Buffer | null;
}

/** Opens a file at each read: for a namespace that is the one which some process happens to be in. */
export class OpenedFiles implements NamespaceFiles {
  /** `inode` guards against a process id that now belongs to a process elsewhere; null accepts any. */
  constructor(
    private readonly procRoot: string,
    private readonly inode: number | null,
  ) {}

  read(file: NamespaceFile, pid: number): Buffer | null {
    const folder = `${this.procRoot}/${pid}/net`;
    const read = readBytes(`${folder}/${file}`);
    if (!read || this.inode === null) return read?.bytes ?? null;
    // Asked last, so that it vouches for what was read before.
    const inode = file === 'dev' ? read.inode : inodeOf(`${folder}/dev`);
    return inode === this.inode ? read.bytes : null;
  }
}

/** Holds the files open, whichever process they were opened through: as long as they can be read, they are the same. */
export class HeldFiles implements NamespaceFiles {
  private readonly held = new Map<NamespaceFile, HeldFile>();
  private readonly opened: OpenedFiles;
  /** Who reads on then holds nothing any more: nobody would close it, and the kernel would keep the namespace for ever. */
  private isClosed = false;

  constructor(
    private readonly procRoot: string,
    private readonly inode: number,
    private readonly limit: HoldingLimit,
  ) {
    this.opened = new OpenedFiles(procRoot, inode);
  }

  read(file: NamespaceFile, pid: number): Buffer | null {
    return this.held.get(file)?.read() ?? this.hold(file, pid)?.read() ?? this.opened.read(file, pid);
  }

  close(): void {
    this.isClosed = true;
    for (const file of [...this.held.keys()]) this.drop(file);
  }

  private hold(file: NamespaceFile, pid: number): HeldFile | null {
    this.drop(file);
    if (this.isClosed) return null;
    const folder = `${this.procRoot}/${pid}/net`;
    const fresh = HeldFile.open(`${folder}/${file}`, this.limit);
    if (!fresh) return null;
    this.held.set(file, fresh);
    const inode = file === 'dev' ? fresh.inode : inodeOf(`${folder}/dev`);
    if (inode === this.inode) return fresh;
    this.drop(file);
    return null;
  }

  private drop(file: NamespaceFile): void {
    this.held.get(file)?.close();
    this.held.delete(file);
  }
}
