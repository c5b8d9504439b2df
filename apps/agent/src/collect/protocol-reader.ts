import { parseNetstat } from '../procfs/netstat.js';
import { parseSnmp, type ProtocolReading } from '../procfs/snmp.js';
import { parseSnmp6 } from '../procfs/snmp6.js';
import type { NamespaceFiles } from './namespace-files.js';

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

  constructor(private readonly files: NamespaceFiles) {}

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
      const bytes = this.files.read(file, pid);
      const before = this.parsed[index] ?? null;
      if (!bytes || before?.bytes.equals(bytes)) return bytes && before;
      return { bytes: Buffer.from(bytes), counters: parse(bytes.toString('utf8')) };
    });
    // A file that was there does not go away: then it is the process that went, in mid-read.
    const isWhole = parsed.every((each, index) => each !== null || !this.parsed[index]);
    const isTold = Object.keys(parsed[0]?.counters ?? {}).length > 0;
    return isWhole && isTold ? parsed : null;
  }
}
