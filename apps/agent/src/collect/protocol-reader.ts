import { inodeOf, readBytes } from '../procfs/files.js';
import { parseNetstat } from '../procfs/netstat.js';
import { parseSnmp, type ProtocolReading } from '../procfs/snmp.js';
import { parseSnmp6 } from '../procfs/snmp6.js';

/** Only the first is there on every kernel; `snmp6` is missing where IPv6 is disabled. */
const FILES = [
  { file: 'snmp', parse: parseSnmp },
  { file: 'snmp6', parse: parseSnmp6 },
  { file: 'netstat', parse: parseNetstat },
] as const;

interface Parsed {
  readonly bytes: Buffer;
  readonly counters: ProtocolReading;
}

/**
 * Reads what one network namespace counted by protocol, through any process in it. Unchanged bytes are not parsed again:
 * most namespaces are idle most of the time.
 */
export class ProtocolReader {
  private parsed: readonly (Parsed | null)[] = FILES.map(() => null);
  private counters: ProtocolReading = {};

  /** `inode` guards against a process id that now belongs to a process elsewhere; null accepts any. */
  constructor(
    private readonly procRoot: string,
    private readonly inode: number | null,
  ) {}

  /** The very same reading as last time where nothing was counted; null where none of the processes can be read. */
  read(pids: readonly number[]): ProtocolReading | null {
    for (const pid of pids) {
      const parsed = this.readThrough(pid);
      if (parsed) return this.keep(parsed);
    }
    return null;
  }

  private keep(parsed: readonly (Parsed | null)[]): ProtocolReading {
    if (parsed.every((each, index) => each === this.parsed[index])) return this.counters;
    this.parsed = parsed;
    this.counters = Object.assign({}, ...parsed.map((each) => each?.counters)) as ProtocolReading;
    return this.counters;
  }

  private readThrough(pid: number): readonly (Parsed | null)[] | null {
    const parsed = FILES.map(({ file, parse }, index) => {
      const read = readBytes(`${this.procRoot}/${pid}/net/${file}`);
      const before = this.parsed[index] ?? null;
      if (!read || before?.bytes.equals(read.bytes)) return read && before;
      return { bytes: Buffer.from(read.bytes), counters: parse(read.bytes.toString('utf8')) };
    });
    // A file that was there does not go away: then it is the process that went, in mid-read.
    const isWhole = parsed.every((each, index) => each !== null || !this.parsed[index]);
    const isTold = Object.keys(parsed[0]?.counters ?? {}).length > 0;
    // Asked last, so that it vouches for all that was read before.
    return isWhole && isTold && this.isHere(pid) ? parsed : null;
  }

  private isHere(pid: number): boolean {
    return this.inode === null || inodeOf(`${this.procRoot}/${pid}/net/dev`) === this.inode;
  }
}
